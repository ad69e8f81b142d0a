package org.waymark.bridge.recording.dataset;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.waymark.bridge.tf.Interpolation;
import org.waymark.core.geometry.Pose;

/**
 * The poses of a whole recording. Between two of them the position is on the straight line and the
 * orientation on the shorter arc (slerp), unless they are too far apart in time.
 */
final class PoseTrack {

  private final long maxGapNanos;
  private final NavigableMap<Long, Pose> poses = new TreeMap<>();

  /**
   * @param maxGapNanos how far apart two poses may be for something to be said between them
   */
  PoseTrack(long maxGapNanos) {
    this.maxGapNanos = maxGapNanos;
  }

  void add(long stampNanos, Pose pose) {
    poses.put(stampNanos, pose);
  }

  boolean isEmpty() {
    return poses.isEmpty();
  }

  /** The pose at a time; empty before the first, behind the last and across a gap. */
  Optional<Pose> at(long stampNanos) {
    Map.Entry<Long, Pose> before = poses.floorEntry(stampNanos);
    if (before != null && before.getKey() == stampNanos) {
      return Optional.of(before.getValue());
    }
    Map.Entry<Long, Pose> after = poses.higherEntry(stampNanos);
    if (before == null || after == null || after.getKey() - before.getKey() > maxGapNanos) {
      return Optional.empty();
    }
    double fraction = (stampNanos - before.getKey()) / (double) (after.getKey() - before.getKey());
    return Optional.of(Interpolation.between(before.getValue(), after.getValue(), fraction));
  }

  /** Why there is no pose at a time. */
  String why(long stampNanos) {
    if (poses.isEmpty()) {
      return "there are no poses";
    }
    if (stampNanos < poses.firstKey()) {
      return "it is before the first pose";
    }
    return stampNanos > poses.lastKey()
        ? "it is behind the last pose"
        : "it is in a gap of the poses";
  }
}
