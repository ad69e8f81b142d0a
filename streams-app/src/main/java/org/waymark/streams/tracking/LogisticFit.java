package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits {@link Calibration.Confidence} by maximum likelihood with Newton's method. A prior holds it
 * near the identity, so that few or only right answers do not end in certainty.
 */
final class LogisticFit {

  /** Precision of the prior: offset and slope are as the identity's give or take a half. */
  private static final double PRIOR = 4;

  private static final int ITERATIONS = 50;

  private final List<double[]> samples = new ArrayList<>();

  /**
   * @param weight of this answer: neighbouring frames say the same again, and count for less
   */
  void add(double probability, boolean right, double weight) {
    samples.add(new double[] {Calibration.Confidence.logit(probability), right ? 1 : 0, weight});
  }

  Calibration.Confidence fit() {
    double offset = 0;
    double slope = 1;
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double g0 = -PRIOR * offset;
      double g1 = -PRIOR * (slope - 1);
      double h00 = PRIOR;
      double h01 = 0;
      double h11 = PRIOR;
      for (double[] sample : samples) {
        double p = 1 / (1 + Math.exp(-offset - slope * sample[0]));
        double residual = sample[2] * (sample[1] - p);
        double w = sample[2] * p * (1 - p);
        g0 += residual;
        g1 += residual * sample[0];
        h00 += w;
        h01 += w * sample[0];
        h11 += w * sample[0] * sample[0];
      }
      double determinant = h00 * h11 - h01 * h01;
      offset += (h11 * g0 - h01 * g1) / determinant;
      slope += (h00 * g1 - h01 * g0) / determinant;
    }
    // A confidence that falls as the probability rises would be nonsense.
    return new Calibration.Confidence(offset, Math.max(0.05, slope));
  }
}
