package org.waymark.bridge.frame;

import org.waymark.avro.PoseWithCovariance;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.tf.FrameIds;
import org.waymark.bridge.tf.RosPoses;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.Poses;

/** Guesses of where a robot is, as RViz's "2D Pose Estimate" sends them. */
public final class Priors {

  private Priors() {}

  /**
   * The guess of a message: pose of base_link in the map frame.
   *
   * @throws WaymarkException when it is in another frame than the map's, or is no pose
   */
  public static PoseWithCovariance of(PoseWithCovarianceStamped message, String mapFrame) {
    String frame = FrameIds.plain(message.header().frameId());
    if (!frame.equals(mapFrame)) {
      throw new WaymarkException(
          "the pose estimate is in frame '%s', not '%s'; set the fixed frame of RViz to it"
              .formatted(frame, mapFrame));
    }
    try {
      return new PoseWithCovariance(
          FrameIds.BASE_LINK,
          Poses.toRecord(RosPoses.pose(message.pose().pose())),
          Covariances.orUnknown(message.pose().covariance()));
    } catch (IllegalArgumentException e) {
      throw new WaymarkException("the pose estimate is no pose: " + e.getMessage(), e);
    }
  }
}
