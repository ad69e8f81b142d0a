package org.waymark.core.metric;

import java.util.BitSet;

/**
 * Area under the precision-recall curve over all pairs, as scikit-learn's {@code
 * average_precision_score} defines it.
 */
public final class AveragePrecision {

  private AveragePrecision() {}

  /**
   * {@code AP = sum over thresholds n of (R_n - R_{n-1}) P_n}, with pairs of equal distance sharing
   * one threshold.
   *
   * @param distances of all pairs; smaller is more alike; all finite
   * @param positive whether each pair is the same place
   * @return 0 to 1; NaN when there is no positive pair
   */
  public static double of(float[] distances, boolean[] positive) {
    if (distances.length != positive.length) {
      throw new IllegalArgumentException(
          "%d distances, %d labels".formatted(distances.length, positive.length));
    }
    BitSet one = new BitSet();
    one.set(0);
    return PrecisionRecallCurve.of(
            DistanceRows.of(new float[][] {distances}),
            GroundTruth.of(1, positive.length, (q, p) -> positive[p]),
            one,
            SkipRule.NONE)
        .averagePrecision();
  }
}
