package org.waymark.bridge.recording.dataset;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.waymark.bridge.frame.Covariances;
import org.waymark.bridge.tf.FrameIds;
import org.waymark.bridge.tf.RosPoses;
import org.waymark.core.geometry.Odometry;

/** The odometry of a whole recording. */
final class OdometryHistory {

  private final PoseTrack poses;
  private final NavigableMap<Long, List<Double>> covariances = new TreeMap<>();
  private String child = Odometry.BASE_LINK;

  OdometryHistory(long maxGapNanos) {
    this.poses = new PoseTrack(maxGapNanos);
  }

  /**
   * Adds a message.
   *
   * @throws IllegalArgumentException when its orientation is no rotation
   */
  void add(org.waymark.bridge.message.nav_msgs.Odometry message) {
    long stamp = message.header().stamp();
    poses.add(stamp, RosPoses.pose(message.pose().pose()));
    List<Double> covariance = Covariances.orUnknown(message.pose().covariance());
    var before = covariances.floorEntry(stamp);
    // Most robots publish one covariance for ever.
    covariances.put(
        stamp,
        before != null && before.getValue().equals(covariance) ? before.getValue() : covariance);
    if (!message.childFrameId().isEmpty()) {
      child = FrameIds.plain(message.childFrameId());
    }
  }

  /** The odometry at a time, with the covariance of the message at or before it. */
  Optional<Odometry> at(long stampNanos) {
    return poses
        .at(stampNanos)
        .map(pose -> new Odometry(child, pose, covariances.floorEntry(stampNanos).getValue()));
  }
}
