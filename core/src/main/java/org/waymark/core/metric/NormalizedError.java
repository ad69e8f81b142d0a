package org.waymark.core.metric;

import java.util.List;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;

/**
 * The normalized estimation error squared (NEES): {@code e^T P^-1 e} of a pose's error and its
 * covariance. Of consistent estimates its mean is 6 and one in twenty exceeds {@link #QUANTILE_95}
 * (Bar-Shalom, Li, Kirubarajan, "Estimation with Applications to Tracking and Navigation", 2001,
 * 5.4).
 */
public final class NormalizedError {

  /** Below which 95 % of chi-squares with six degrees of freedom are. */
  public static final double QUANTILE_95 = 12.591587;

  private static final int SIZE = 6;

  private NormalizedError() {}

  /**
   * @param covariance 6x6, row-major, in ROS order: x y z, then rotations about fixed axes (R =
   *     Exp(dtheta) R_estimate)
   * @throws IllegalArgumentException when the covariance is not positive definite
   */
  public static double squared(Pose estimate, List<Double> covariance, Pose truth) {
    Quaterniond turn = truth.orientation().mul(estimate.orientation().conjugate());
    double sine = Math.sqrt(turn.x * turn.x + turn.y * turn.y + turn.z * turn.z);
    double sign = turn.w < 0 ? -1 : 1;
    double scale = sine < 1e-9 ? 2 * sign : 2 * sign * Math.atan2(sine, Math.abs(turn.w)) / sine;
    Vector3d d = truth.position().sub(estimate.position());
    double[] e = {d.x, d.y, d.z, scale * turn.x, scale * turn.y, scale * turn.z};
    double[] y = forwardSubstituted(cholesky(covariance), e);
    double sum = 0;
    for (double v : y) {
      sum += v * v;
    }
    return sum;
  }

  private static double[][] cholesky(List<Double> covariance) {
    double[][] l = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = covariance.get(i * SIZE + j);
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            throw new IllegalArgumentException("the covariance is not positive definite");
          }
          l[i][i] = Math.sqrt(sum);
        } else {
          l[i][j] = sum / l[j][j];
        }
      }
    }
    return l;
  }

  private static double[] forwardSubstituted(double[][] l, double[] e) {
    double[] y = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double sum = e[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i][k] * y[k];
      }
      y[i] = sum / l[i][i];
    }
    return y;
  }
}
