package org.waymark.core.geometry;

import org.joml.Matrix3d;
import org.joml.Matrix3dc;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.joml.Vector3dc;

/**
 * A rigid transform in SE(3): position in metres and a unit quaternion. As the pose of X in the
 * frame Y it takes coordinates in X to coordinates in Y; camera poses are camera-to-world.
 *
 * <p>The constructor normalizes the quaternion and rejects what is no rotation, so that every pose
 * that exists is valid.
 */
public record Pose(double x, double y, double z, double qx, double qy, double qz, double qw) {

  /**
   * How far from 1 the norm of a given quaternion may be before it is taken for something else than
   * a rotation.
   */
  private static final double NORM_TOLERANCE = 1e-2;

  /** How far from the identity {@code R^T R} of a given matrix may be, per element. */
  private static final double ORTHONORMAL_TOLERANCE = 1e-2;

  public static final Pose IDENTITY = new Pose(0, 0, 0, 0, 0, 0, 1);

  public Pose {
    double norm = Math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw);
    if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "quaternion (%s, %s, %s, %s) has norm %s, not 1".formatted(qx, qy, qz, qw, norm));
    }
    if (!(Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(z))) {
      throw new IllegalArgumentException("position (%s, %s, %s) is not finite".formatted(x, y, z));
    }
    if (Math.abs(norm - 1) > 1e-12) {
      qx /= norm;
      qy /= norm;
      qz /= norm;
      qw /= norm;
    }
  }

  public static Pose of(Vector3dc position, Quaterniond orientation) {
    return new Pose(
        position.x(),
        position.y(),
        position.z(),
        orientation.x,
        orientation.y,
        orientation.z,
        orientation.w);
  }

  /**
   * Reads a homogeneous transform.
   *
   * @param rowMajor 16 numbers (4x4) or 12 (3x4), row after row
   * @throws IllegalArgumentException when the upper left 3x3 is no rotation or the last row is not
   *     0 0 0 1
   */
  public static Pose ofMatrix(double[] rowMajor) {
    if (rowMajor.length != 16 && rowMajor.length != 12) {
      throw new IllegalArgumentException(
          "a transform has 12 or 16 numbers, this has " + rowMajor.length);
    }
    double[] m = rowMajor;
    if (m.length == 16
        && !(Math.abs(m[12]) + Math.abs(m[13]) + Math.abs(m[14]) + Math.abs(m[15] - 1) <= 1e-6)) {
      throw new IllegalArgumentException(
          "the last row of a transform is 0 0 0 1, this is %s %s %s %s"
              .formatted(m[12], m[13], m[14], m[15]));
    }
    // JOML's constructor takes columns.
    Matrix3d rotation = new Matrix3d(m[0], m[4], m[8], m[1], m[5], m[9], m[2], m[6], m[10]);
    requireRotation(rotation);
    return of(
        new Vector3d(m[3], m[7], m[11]),
        rotation.getNormalizedRotation(new Quaterniond()).normalize());
  }

  private static void requireRotation(Matrix3dc rotation) {
    Matrix3d product = rotation.transpose(new Matrix3d()).mul(rotation);
    double determinant = rotation.determinant();
    if (!(product.sub(new Matrix3d()).isFinite()
        && maxAbs(product) <= ORTHONORMAL_TOLERANCE
        && determinant > 0)) {
      throw new IllegalArgumentException(
          "the upper left 3x3 is no rotation (determinant %.4f)".formatted(determinant));
    }
  }

  private static double maxAbs(Matrix3d m) {
    double max = 0;
    for (double v : m.get(new double[9])) {
      max = Math.max(max, Math.abs(v));
    }
    return max;
  }

  public Vector3d position() {
    return new Vector3d(x, y, z);
  }

  public Quaterniond orientation() {
    return new Quaterniond(qx, qy, qz, qw);
  }

  /** {@code this} after {@code other}: with this = B in A and other = C in B, gives C in A. */
  public Pose compose(Pose other) {
    Vector3d position = orientation().transform(other.position()).add(x, y, z);
    return of(position, orientation().mul(other.orientation()).normalize());
  }

  public Pose inverse() {
    Quaterniond back = orientation().conjugate();
    return of(back.transform(position().negate()), back);
  }

  /** Takes a point's coordinates through the transform; returns a new vector. */
  public Vector3d transform(Vector3dc point) {
    return orientation().transform(point, new Vector3d()).add(x, y, z);
  }

  /** Distance between the two positions, in metres. */
  public double distanceTo(Pose other) {
    return position().distance(other.position());
  }

  /** Angle of the rotation that takes one orientation to the other, in radians, 0 to pi. */
  public double angleTo(Pose other) {
    Quaterniond difference = orientation().conjugate().mul(other.orientation());
    double sine =
        Math.sqrt(
            difference.x * difference.x
                + difference.y * difference.y
                + difference.z * difference.z);
    return 2 * Math.atan2(sine, Math.abs(difference.w));
  }

  /** The 4x4 homogeneous transform, row after row. */
  public double[] toMatrix() {
    Matrix3d r = orientation().get(new Matrix3d());
    return new double[] {
      r.m00(), r.m10(), r.m20(), x, //
      r.m01(), r.m11(), r.m21(), y, //
      r.m02(), r.m12(), r.m22(), z, //
      0, 0, 0, 1
    };
  }
}
