package org.waymark.streams.tracking;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The probability that a Gaussian point lies in a ball, by Pearson's three-moment fit of a
 * chi-square to its squared distance (Imhof, "Computing the distribution of quadratic forms in
 * normal variables", Biometrika 1961) and Wilson and Hilferty's cube root for the chi-square.
 * Within 0.02 of the truth, and exact in the limits.
 */
final class BallProbability {

  private BallProbability() {}

  /**
   * @param offset of the Gaussian's mean from the ball's centre: 3 numbers
   * @param covariance whose upper left 3x3 is the Gaussian's
   * @param radius above 0
   */
  static double of(double[] offset, DMatrixRMaj covariance, double radius) {
    DMatrixRMaj c = CommonOps_DDRM.extract(covariance, 0, 3, 0, 3);
    DMatrixRMaj mean = new DMatrixRMaj(3, 1, true, offset[0], offset[1], offset[2]);
    // Cumulants over constants: c_k = tr(C^k) + k m^T C^(k-1) m
    double[] moment = new double[3];
    DMatrixRMaj power = CommonOps_DDRM.identity(3);
    for (int k = 1; k <= 3; k++) {
      double noncentral = quadratic(mean, power);
      DMatrixRMaj next = new DMatrixRMaj(3, 3);
      CommonOps_DDRM.mult(power, c, next);
      power = next;
      moment[k - 1] = CommonOps_DDRM.trace(power) + k * noncentral;
    }
    if (moment[1] < 1e-18) {
      return moment[0] <= radius * radius ? 1 : 0;
    }
    double freedom = Math.pow(moment[1], 3) / (moment[2] * moment[2]);
    double value = (radius * radius - moment[0]) * Math.sqrt(freedom / moment[1]) + freedom;
    return value <= 0 ? 0 : chiSquare(value, freedom);
  }

  private static double quadratic(DMatrixRMaj v, DMatrixRMaj m) {
    DMatrixRMaj mv = new DMatrixRMaj(3, 1);
    CommonOps_DDRM.mult(m, v, mv);
    return CommonOps_DDRM.dot(v, mv);
  }

  /** The share of a chi-square below a value, by Wilson and Hilferty. */
  private static double chiSquare(double value, double freedom) {
    double spread = 2 / (9 * freedom);
    return normal((Math.cbrt(value / freedom) - (1 - spread)) / Math.sqrt(spread));
  }

  /** The standard normal distribution, to 7.5e-8 (Abramowitz and Stegun 26.2.17). */
  private static double normal(double z) {
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double series =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI) * series;
    return z < 0 ? tail : 1 - tail;
  }
}
