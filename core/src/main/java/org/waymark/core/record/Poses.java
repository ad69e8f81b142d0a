package org.waymark.core.record;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.PoseWithCovariance;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/** Between the domain's poses and cameras and those of the wire. */
public final class Poses {

  private Poses() {}

  public static org.waymark.avro.Pose toRecord(Pose pose) {
    return new org.waymark.avro.Pose(
        pose.x(), pose.y(), pose.z(), pose.qx(), pose.qy(), pose.qz(), pose.qw());
  }

  /**
   * @throws IllegalArgumentException when the record's quaternion is no rotation
   */
  public static Pose fromRecord(org.waymark.avro.Pose pose) {
    return new Pose(
        pose.getX(),
        pose.getY(),
        pose.getZ(),
        pose.getQx(),
        pose.getQy(),
        pose.getQz(),
        pose.getQw());
  }

  /** As {@link #fromRecord(org.waymark.avro.Pose)}; empty for null. */
  public static Optional<Pose> fromNullable(org.waymark.avro.@Nullable Pose pose) {
    return Optional.ofNullable(pose).map(Poses::fromRecord);
  }

  public static PoseWithCovariance toRecord(Odometry odometry) {
    return new PoseWithCovariance(
        odometry.frame(), toRecord(odometry.pose()), odometry.covariance());
  }

  /**
   * @throws IllegalArgumentException when the record holds no pose, or a covariance that is none
   */
  public static Odometry fromRecord(PoseWithCovariance odometry) {
    return new Odometry(
        odometry.getFrame(), fromRecord(odometry.getPose()), odometry.getCovariance());
  }

  public static org.waymark.avro.Intrinsics toRecord(Intrinsics intrinsics) {
    return new org.waymark.avro.Intrinsics(
        intrinsics.width(),
        intrinsics.height(),
        intrinsics.fx(),
        intrinsics.fy(),
        intrinsics.cx(),
        intrinsics.cy());
  }
}
