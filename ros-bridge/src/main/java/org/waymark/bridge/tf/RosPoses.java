package org.waymark.bridge.tf;

import org.waymark.bridge.message.geometry_msgs.Point;
import org.waymark.bridge.message.geometry_msgs.Quaternion;
import org.waymark.bridge.message.geometry_msgs.Transform;
import org.waymark.bridge.message.geometry_msgs.Vector3;
import org.waymark.core.geometry.Pose;

/** Between ROS's poses and those of the domain. */
public final class RosPoses {

  private RosPoses() {}

  /**
   * @throws IllegalArgumentException when the quaternion is no rotation, as one that nobody has set
   */
  public static Pose pose(org.waymark.bridge.message.geometry_msgs.Pose message) {
    Point p = message.position();
    return pose(p.x(), p.y(), p.z(), message.orientation());
  }

  /**
   * @throws IllegalArgumentException when the quaternion is no rotation, as one that nobody has set
   */
  public static Pose pose(Transform message) {
    Vector3 t = message.translation();
    return pose(t.x(), t.y(), t.z(), message.rotation());
  }

  private static Pose pose(double x, double y, double z, Quaternion q) {
    return new Pose(x, y, z, q.x(), q.y(), q.z(), q.w());
  }

  public static org.waymark.bridge.message.geometry_msgs.Pose poseMessage(Pose pose) {
    return new org.waymark.bridge.message.geometry_msgs.Pose(
        new Point(pose.x(), pose.y(), pose.z()), orientation(pose));
  }

  public static Transform transformMessage(Pose pose) {
    return new Transform(new Vector3(pose.x(), pose.y(), pose.z()), orientation(pose));
  }

  private static Quaternion orientation(Pose pose) {
    return new Quaternion(pose.qx(), pose.qy(), pose.qz(), pose.qw());
  }
}
