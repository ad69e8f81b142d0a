package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits a probability {@code 1 / (1 + exp(-offset - slope x))} by maximum likelihood with Newton's
 * method. A prior holds offset and slope, so that few samples, or samples all alike, do not end in
 * certainty.
 */
final class LogisticFit {

  private static final int ITERATIONS = 50;

  private final double slope;
  private final double precision;
  private final List<double[]> samples = new ArrayList<>();

  /**
   * @param slope that the prior expects; it expects no offset
   * @param precision of the prior: both are as expected give or take the root of its inverse
   */
  LogisticFit(double slope, double precision) {
    this.slope = slope;
    this.precision = precision;
  }

  /** What was found. */
  record Curve(double offset, double slope) {}

  /**
   * @param share 0 to 1: how far it was so
   * @param weight of this sample: neighbouring frames say the same again, and count for less
   */
  void add(double x, double share, double weight) {
    samples.add(new double[] {x, share, weight});
  }

  Curve fit() {
    double a = 0;
    double b = slope;
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double g0 = -precision * a;
      double g1 = -precision * (b - slope);
      double h00 = precision;
      double h01 = 0;
      double h11 = precision;
      for (double[] sample : samples) {
        double p = 1 / (1 + Math.exp(-a - b * sample[0]));
        double residual = sample[2] * (sample[1] - p);
        double w = sample[2] * p * (1 - p);
        g0 += residual;
        g1 += residual * sample[0];
        h00 += w;
        h01 += w * sample[0];
        h11 += w * sample[0] * sample[0];
      }
      double determinant = h00 * h11 - h01 * h01;
      a += Math.clamp((h11 * g0 - h01 * g1) / determinant, -1, 1);
      b += Math.clamp((h00 * g1 - h01 * g0) / determinant, -1, 1);
    }
    return new Curve(a, b);
  }
}
