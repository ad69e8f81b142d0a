package org.waymark.bridge.live.in;

import java.util.ArrayDeque;
import java.util.Deque;
import org.waymark.bridge.live.config.CameraConfig;

/**
 * Pictures that wait for Kafka, bounded in number and bytes. Who offers never waits: the oldest go,
 * since a localizer has no use for old pictures. One picture always fits.
 */
final class PictureQueue {

  private final CameraConfig.Queue bounds;
  private final Deque<CapturedPicture> waiting = new ArrayDeque<>();
  private long bytes;

  PictureQueue(CameraConfig.Queue bounds) {
    this.bounds = bounds;
  }

  /** Adds the newest; returns how many of the oldest went for it. */
  synchronized int offer(CapturedPicture picture) {
    int size = picture.picture().bytes().length;
    int dropped = 0;
    while (!waiting.isEmpty()
        && (waiting.size() >= bounds.frames() || bytes + size > bounds.bytes())) {
      bytes -= waiting.removeFirst().picture().bytes().length;
      dropped++;
    }
    waiting.addLast(picture);
    bytes += size;
    notifyAll();
    return dropped;
  }

  /** The oldest, once there is one. */
  synchronized CapturedPicture take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    CapturedPicture oldest = waiting.removeFirst();
    bytes -= oldest.picture().bytes().length;
    return oldest;
  }

  synchronized int size() {
    return waiting.size();
  }
}
