package org.waymark.bridge.live.out;

import java.util.List;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.bridge.message.geometry_msgs.PoseArray;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovariance;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.tf.RosPoses;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;

/** What is told, as ROS's messages. */
final class OutputMessages {

  private OutputMessages() {}

  static PoseWithCovarianceStamped pose(String mapFrame, RobotPose pose) {
    return new PoseWithCovarianceStamped(
        new Header(0, pose.stampNanos(), mapFrame),
        new PoseWithCovariance(RosPoses.poseMessage(pose.pose()), pose.covariance()));
  }

  static TFMessage transform(String parent, String child, long stampNanos, Pose pose) {
    return new TFMessage(
        List.of(
            new TransformStamped(
                new Header(0, stampNanos, parent), child, RosPoses.transformMessage(pose))));
  }

  /**
   * The candidates, nearest descriptor first, as poses of base_link.
   *
   * @param cameraToBase pose of base_link in the camera
   */
  static PoseArray candidates(String mapFrame, Localization outcome, Pose cameraToBase) {
    return new PoseArray(
        new Header(0, outcome.getStampNanos(), mapFrame),
        outcome.getCandidates().stream()
            .map(Candidate::getPose)
            .map(Poses::fromRecord)
            .map(camera -> RosPoses.poseMessage(camera.compose(cameraToBase)))
            .toList());
  }
}
