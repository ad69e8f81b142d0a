package org.waymark.core.dataset.text;

import org.waymark.core.geometry.Pose;

/** Poses as numbers of a line, in the orders that data sets use. */
public final class PoseWords {

  /** Rounded to few digits, a unit quaternion stays within this of norm 1. */
  private static final double NORM_TOLERANCE = 1e-3;

  private PoseWords() {}

  /** {@code x y z qx qy qz qw}, as TUM's trajectories have it. */
  public static Pose xyzThenXyzw(double[] n) {
    return pose(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
  }

  /** {@code x y z qw qx qy qz}, as EuRoC has it. */
  public static Pose xyzThenWxyz(double[] n) {
    return pose(n[0], n[1], n[2], n[4], n[5], n[6], n[3]);
  }

  /** {@code qw qx qy qz x y z}, as COLMAP has it; of a world-to-camera transform there. */
  public static Pose wxyzThenXyz(double[] n) {
    return pose(n[4], n[5], n[6], n[1], n[2], n[3], n[0]);
  }

  /** 12 or 16 numbers of a 3x4 or 4x4 matrix, row after row. */
  public static Pose matrix(double[] n) {
    try {
      return Pose.ofMatrix(n);
    } catch (IllegalArgumentException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()));
    }
  }

  private static Pose pose(
      double x, double y, double z, double qx, double qy, double qz, double qw) {
    double norm = Math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw);
    if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
      throw new MalformedLineException(
          "the quaternion has norm %.6f; a rotation has 1".formatted(norm));
    }
    try {
      return new Pose(x, y, z, qx, qy, qz, qw);
    } catch (IllegalArgumentException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()));
    }
  }
}
