package org.waymark.streams.tracking;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The probability that a Gaussian point lies in a ball. Along the axis on which it varies least the
 * integral is known; over the two others it is taken by Gauss and Legendre's rule, where the
 * Gaussian is.
 */
final class BallProbability {

  /** Nodes and weights of the rule of ten points; the negative half has the same weights. */
  private static final double[] NODES = {
    0.1488743389816312,
    0.4333953941292472,
    0.6794095682990244,
    0.8650633666889845,
    0.9739065285171717
  };

  private static final double[] WEIGHTS = {
    0.2955242247147529,
    0.2692667193099963,
    0.2190863625159820,
    0.1494513491505806,
    0.0666713443086881
  };

  /** Beyond so many standard deviations there is nothing. */
  private static final double REACH = 5;

  private BallProbability() {}

  /**
   * @param offset of the Gaussian's mean from the ball's centre: 3 numbers
   * @param covariance whose upper left 3x3 is the Gaussian's
   * @param radius above 0
   */
  static double of(double[] offset, DMatrixRMaj covariance, double radius) {
    EigenDecomposition_F64<DMatrixRMaj> axes = DecompositionFactory_DDRM.eig(3, true, true);
    if (!axes.decompose(CommonOps_DDRM.extract(covariance, 0, 3, 0, 3))) {
      throw new IllegalArgumentException("the covariance has no axes: " + covariance);
    }
    double[][] mean = new double[3][];
    for (int i = 0; i < 3; i++) {
      DMatrixRMaj axis = axes.getEigenVector(i);
      double along = 0;
      for (int k = 0; k < 3; k++) {
        along += axis.get(k) * offset[k];
      }
      double sigma = Math.sqrt(Math.max(1e-12, axes.getEigenvalue(i).getReal()));
      mean[i] = new double[] {along, sigma};
    }
    java.util.Arrays.sort(mean, (a, b) -> Double.compare(b[1], a[1]));
    return overFirst(mean, radius);
  }

  /** {@code mean} holds mean and standard deviation along each axis, the widest first. */
  private static double overFirst(double[][] mean, double radius) {
    double sum = 0;
    double low = Math.max(-radius, mean[0][0] - REACH * mean[0][1]);
    double high = Math.min(radius, mean[0][0] + REACH * mean[0][1]);
    for (int node = -NODES.length; node < NODES.length && low < high; node++) {
      double x = at(node, low, high);
      double rest = Math.sqrt(Math.max(0, radius * radius - x * x));
      sum += weight(node, low, high) * density(x, mean[0]) * overSecond(mean, rest);
    }
    return Math.clamp(sum, 0, 1);
  }

  private static double overSecond(double[][] mean, double radius) {
    double sum = 0;
    double low = Math.max(-radius, mean[1][0] - REACH * mean[1][1]);
    double high = Math.min(radius, mean[1][0] + REACH * mean[1][1]);
    for (int node = -NODES.length; node < NODES.length && low < high; node++) {
      double y = at(node, low, high);
      double rest = Math.sqrt(Math.max(0, radius * radius - y * y));
      double inside =
          normal((rest - mean[2][0]) / mean[2][1]) - normal((-rest - mean[2][0]) / mean[2][1]);
      sum += weight(node, low, high) * density(y, mean[1]) * inside;
    }
    return sum;
  }

  private static double at(int node, double low, double high) {
    double place = node < 0 ? -NODES[-node - 1] : NODES[node];
    return 0.5 * (low + high) + 0.5 * (high - low) * place;
  }

  private static double weight(int node, double low, double high) {
    return 0.5 * (high - low) * WEIGHTS[node < 0 ? -node - 1 : node];
  }

  private static double density(double x, double[] mean) {
    double z = (x - mean[0]) / mean[1];
    return Math.exp(-0.5 * z * z) / (mean[1] * Math.sqrt(2 * Math.PI));
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
