package org.waymark.streams.tracking;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/** The inverse of a covariance and its determinant: what densities and gains are made of. */
final class Information {

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final DMatrixRMaj inverse;
  private final double logPeak;

  private Information(DMatrixRMaj inverse, double logPeak) {
    this.inverse = inverse;
    this.logPeak = logPeak;
  }

  /**
   * @throws IllegalArgumentException when it is not positive definite
   */
  static Information of(DMatrixRMaj covariance) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(covariance.numRows, true);
    DMatrixRMaj inverse = new DMatrixRMaj(covariance.numRows, covariance.numCols);
    if (!cholesky.decompose(covariance.copy()) || !CommonOps_DDRM.invertSPD(covariance, inverse)) {
      throw new IllegalArgumentException("the covariance is not positive definite: " + covariance);
    }
    DMatrixRMaj factor = cholesky.getT(null);
    double logDeterminant = 0;
    for (int i = 0; i < factor.numRows; i++) {
      logDeterminant += 2 * Math.log(factor.get(i, i));
    }
    return new Information(inverse, -0.5 * (covariance.numRows * LOG_TWO_PI + logDeterminant));
  }

  DMatrixRMaj inverse() {
    return inverse;
  }

  /** Logarithm of the Gaussian's density at its mean. */
  double logPeak() {
    return logPeak;
  }

  /** The squared Mahalanobis length of an error. */
  double squaredLength(double[] error) {
    double sum = 0;
    for (int row = 0; row < error.length; row++) {
      double inner = 0;
      for (int column = 0; column < error.length; column++) {
        inner += inverse.get(row, column) * error[column];
      }
      sum += error[row] * inner;
    }
    return sum;
  }

  double logDensity(double[] error) {
    return logPeak - 0.5 * squaredLength(error);
  }
}
