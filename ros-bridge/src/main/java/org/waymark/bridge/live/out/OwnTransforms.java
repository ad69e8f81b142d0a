package org.waymark.bridge.live.out;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.tf.FrameIds;

/**
 * Tells the transforms that we publish from those of somebody else who claims the same frame, such
 * as another localizer that was left running. Safe for use by many threads.
 */
final class OwnTransforms {

  /** Our own come back within a fraction of a second. */
  private static final int REMEMBERED = 256;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final long[] stamps = new long[REMEMBERED];
  private int next;
  private @Nullable String other;
  private @Nullable String fixed;

  OwnTransforms() {
    Arrays.fill(stamps, NEVER);
  }

  synchronized void add(long stampNanos) {
    stamps[next] = stampNanos;
    next = (next + 1) % REMEMBERED;
  }

  synchronized void look(TFMessage message, String child) {
    for (TransformStamped transform : message.transforms()) {
      long stamp = transform.header().stamp();
      if (FrameIds.plain(transform.childFrameId()).equals(child)
          && Arrays.stream(stamps).noneMatch(ours -> near(ours, stamp))) {
        other = FrameIds.plain(transform.header().frameId());
      }
    }
  }

  /** A static transform holds for as long as its publisher says nothing else. */
  synchronized void lookStatic(TFMessage message, String child) {
    for (TransformStamped transform : message.transforms()) {
      if (FrameIds.plain(transform.childFrameId()).equals(child)) {
        fixed = FrameIds.plain(transform.header().frameId());
      }
    }
  }

  /** ROS's stamps lose nothing; those of some bridges are rounded to microseconds. */
  private static boolean near(long ours, long stamp) {
    return Math.abs(ours - stamp) < 1000;
  }

  /** Who else there is, since the last time that somebody asked. */
  synchronized Optional<String> conflict(String child) {
    Optional<String> found =
        Optional.ofNullable(other)
            .or(() -> Optional.ofNullable(fixed))
            .map(
                parent ->
                    "somebody else publishes %s -> %s; stop the other localizer, or set publish_tf: false"
                        .formatted(parent, child));
    other = null;
    return found;
  }
}
