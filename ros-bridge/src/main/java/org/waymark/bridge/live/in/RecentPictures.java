package org.waymark.bridge.live.in;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.waymark.core.image.ImageData;

/** The last pictures that were sent, while somebody looks at matches. Safe for many threads. */
public final class RecentPictures {

  private static final long MAX_BYTES = 8L << 20;

  private record Recent(String camera, long stampNanos, ImageData picture) {}

  private final Deque<Recent> pictures = new ArrayDeque<>();
  private long bytes;
  private boolean wanted;

  /** Whether pictures are worth keeping. */
  public synchronized void keep(boolean keep) {
    wanted = keep;
    if (!keep) {
      pictures.clear();
      bytes = 0;
    }
  }

  synchronized void add(String camera, long stampNanos, ImageData picture) {
    if (!wanted) {
      return;
    }
    pictures.addLast(new Recent(camera, stampNanos, picture));
    bytes += picture.bytes().length;
    while (bytes > MAX_BYTES && pictures.size() > 1) {
      bytes -= pictures.removeFirst().picture().bytes().length;
    }
  }

  public synchronized Optional<ImageData> find(String camera, long stampNanos) {
    return pictures.stream()
        .filter(recent -> recent.stampNanos() == stampNanos && recent.camera().equals(camera))
        .map(Recent::picture)
        .findFirst();
  }
}
