package org.waymark.streams.tracking;

/**
 * What distances, covariances and confidences of one model in one map are worth.
 *
 * @param retrieval from distances to likelihoods
 * @param covarianceScale by which covariances are multiplied so that errors are as large as they
 *     say
 * @param confidence from the filter's probability to the share of times that it is right
 * @param fitted whether true poses of frames outside the map were compared; otherwise it was made
 *     from the map alone, and no confidence is stated
 */
public record Calibration(
    RetrievalModel retrieval, double covarianceScale, Confidence confidence, boolean fitted) {

  /**
   * A logistic correction of a probability (Platt, 1999): {@code logit(out) = offset + slope
   * logit(in)}, with both kept away from 0 and 1.
   */
  public record Confidence(double offset, double slope) {

    /** Leaves a probability as it is. */
    public static final Confidence IDENTITY = new Confidence(0, 1);

    private static final double LEAST = 1e-4;

    double of(double probability) {
      double x = logit(probability);
      return Math.clamp(1 / (1 + Math.exp(-offset - slope * x)), LEAST, 1 - LEAST);
    }

    static double logit(double probability) {
      double p = Math.clamp(probability, LEAST, 1 - LEAST);
      return Math.log(p / (1 - p));
    }
  }

  public Calibration {
    if (!(covarianceScale > 0)) {
      throw new IllegalArgumentException("covarianceScale is " + covarianceScale);
    }
  }
}
