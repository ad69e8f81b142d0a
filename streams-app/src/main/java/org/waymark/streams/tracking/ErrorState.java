package org.waymark.streams.tracking;

import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.waymark.core.geometry.Pose;

/**
 * Small differences between poses as six numbers, in ROS order: x y z in metres, then a rotation
 * vector in radians, both about the fixed axes of the frame that the poses are in: {@code p =
 * p_mean + dp}, {@code R = Exp(dtheta) R_mean}.
 */
final class ErrorState {

  static final int SIZE = 6;

  /** Below this angle, in radians, a rotation vector is twice the quaternion's vector part. */
  private static final double SMALL = 1e-9;

  private ErrorState() {}

  /** The error that takes {@code mean} to {@code other}. */
  static double[] between(Pose mean, Pose other) {
    Vector3d turn = log(other.orientation().mul(mean.orientation().conjugate()));
    return new double[] {
      other.x() - mean.x(), other.y() - mean.y(), other.z() - mean.z(), turn.x, turn.y, turn.z
    };
  }

  /** The pose that lies {@code error} beside {@code mean}; the inverse of {@link #between}. */
  static Pose apply(Pose mean, double[] error) {
    Quaterniond turn = exp(new Vector3d(error[3], error[4], error[5]));
    return Pose.of(
        mean.position().add(error[0], error[1], error[2]),
        turn.mul(mean.orientation()).normalize());
  }

  /** The rotation vector of a unit quaternion, of length 0 to pi. */
  static Vector3d log(Quaterniond q) {
    double sign = q.w < 0 ? -1 : 1;
    double sine = Math.sqrt(q.x * q.x + q.y * q.y + q.z * q.z);
    double scale = sine < SMALL ? 2 * sign : 2 * sign * Math.atan2(sine, Math.abs(q.w)) / sine;
    return new Vector3d(q.x, q.y, q.z).mul(scale);
  }

  static Quaterniond exp(Vector3dc turn) {
    double angle = turn.length();
    double scale = angle < SMALL ? 0.5 : Math.sin(angle / 2) / angle;
    return new Quaterniond(
            turn.x() * scale, turn.y() * scale, turn.z() * scale, Math.cos(angle / 2))
        .normalize();
  }
}
