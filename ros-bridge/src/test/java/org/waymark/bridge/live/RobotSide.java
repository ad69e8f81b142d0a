package org.waymark.bridge.live;

import java.util.List;
import org.waymark.bridge.message.geometry_msgs.Point;
import org.waymark.bridge.message.geometry_msgs.Pose;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovariance;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.Quaternion;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.geometry_msgs.Twist;
import org.waymark.bridge.message.geometry_msgs.TwistWithCovariance;
import org.waymark.bridge.message.geometry_msgs.Vector3;
import org.waymark.bridge.message.nav_msgs.Odometry;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.tf.RosPoses;

/** Messages as a robot's drivers send them. */
public final class RobotSide {

  private RobotSide() {}

  public static Image image(long stamp, int width, int height, byte fill) {
    byte[] data = new byte[width * height * 3];
    java.util.Arrays.fill(data, fill);
    return new Image(
        new Header(0, stamp, "camera_optical"), height, width, "rgb8", (byte) 0, width * 3, data);
  }

  public static Odometry odometry(long stamp, double x) {
    Vector3 zero = new Vector3(0, 0, 0);
    return new Odometry(
        new Header(0, stamp, "odom"),
        "base_link",
        new PoseWithCovariance(
            new Pose(new Point(x, 0, 0), new Quaternion(0, 0, 0, 1)), new double[36]),
        new TwistWithCovariance(new Twist(zero, zero), new double[36]));
  }

  public static TFMessage transform(
      String parent, String child, long stamp, org.waymark.core.geometry.Pose pose) {
    return new TFMessage(
        List.of(
            new TransformStamped(
                new Header(0, stamp, parent), child, RosPoses.transformMessage(pose))));
  }

  public static PoseWithCovarianceStamped guess(String frame, double x) {
    return new PoseWithCovarianceStamped(
        new Header(0, 1, frame),
        new PoseWithCovariance(
            new Pose(new Point(x, 0, 0), new Quaternion(0, 0, 0, 1)), new double[36]));
  }
}
