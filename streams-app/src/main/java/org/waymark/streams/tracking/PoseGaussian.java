package org.waymark.streams.tracking;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;

/**
 * A Gaussian over poses: a mean and the covariance of the error about it, see {@link ErrorState}.
 * Immutable.
 */
final class PoseGaussian {

  private final Pose mean;
  private final DMatrixRMaj covariance;

  /**
   * @param covariance 6x6, symmetric; kept, so never change it afterwards
   */
  PoseGaussian(Pose mean, DMatrixRMaj covariance) {
    this.mean = mean;
    this.covariance = covariance;
  }

  /** From 36 numbers, row-major, in ROS order. */
  static PoseGaussian ofRowMajor(Pose mean, double[] covariance) {
    if (covariance.length != ErrorState.SIZE * ErrorState.SIZE) {
      throw new IllegalArgumentException(
          "a covariance has 36 numbers, this has " + covariance.length);
    }
    return new PoseGaussian(
        mean, new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE, true, covariance.clone()));
  }

  Pose mean() {
    return mean;
  }

  /** The covariance; not to be changed. */
  DMatrixRMaj covariance() {
    return covariance;
  }

  /** 36 numbers, row-major, in ROS order; a copy. */
  double[] rowMajor() {
    return covariance.data.clone();
  }

  /**
   * The distribution of {@code this} after an exactly known transform: with this = A in the map and
   * {@code next} = B in A, that of B in the map. The error moves by the adjoint of this error
   * state: {@code dp_B = dp_A - [R_A t]x dtheta}, {@code dtheta_B = dtheta_A}, with t the
   * translation of {@code next}.
   */
  PoseGaussian then(Pose next) {
    Vector3d arm = mean.orientation().transform(next.position());
    DMatrixRMaj f = CommonOps_DDRM.identity(ErrorState.SIZE);
    f.set(0, 4, arm.z);
    f.set(0, 5, -arm.y);
    f.set(1, 3, -arm.z);
    f.set(1, 5, arm.x);
    f.set(2, 3, arm.y);
    f.set(2, 4, -arm.x);
    return new PoseGaussian(mean.compose(next), sandwich(f, covariance));
  }

  /** With this much more uncertainty. */
  PoseGaussian plus(DMatrixRMaj noise) {
    DMatrixRMaj sum = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    CommonOps_DDRM.add(covariance, noise, sum);
    return new PoseGaussian(mean, sum);
  }

  /** With every variance, and covariance with it, {@code factor} times as large. */
  PoseGaussian scaled(double factor) {
    DMatrixRMaj scaled = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    CommonOps_DDRM.scale(factor, covariance, scaled);
    return new PoseGaussian(mean, scaled);
  }

  /** {@code F P F^T}, exactly symmetric. */
  static DMatrixRMaj sandwich(DMatrixRMaj f, DMatrixRMaj p) {
    DMatrixRMaj half = new DMatrixRMaj(f.numRows, p.numCols);
    CommonOps_DDRM.mult(f, p, half);
    DMatrixRMaj result = new DMatrixRMaj(f.numRows, f.numRows);
    CommonOps_DDRM.multTransB(half, f, result);
    return symmetric(result);
  }

  /** The mean of a matrix and its transpose, in place: rounding leaves them apart. */
  static DMatrixRMaj symmetric(DMatrixRMaj matrix) {
    for (int row = 0; row < matrix.numRows; row++) {
      for (int column = row + 1; column < matrix.numCols; column++) {
        double both = 0.5 * (matrix.get(row, column) + matrix.get(column, row));
        matrix.set(row, column, both);
        matrix.set(column, row, both);
      }
    }
    return matrix;
  }

  /** A diagonal covariance. */
  static DMatrixRMaj diagonal(double... variances) {
    return CommonOps_DDRM.diag(variances);
  }
}
