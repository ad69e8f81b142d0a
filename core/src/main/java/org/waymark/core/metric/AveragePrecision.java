package org.waymark.core.metric;

import java.util.Arrays;

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
   * @param distances of all pairs; smaller is more alike; none NaN
   * @param positive whether each pair is the same place
   * @return 0 to 1; NaN when there is no positive pair
   */
  public static double of(float[] distances, boolean[] positive) {
    if (distances.length != positive.length) {
      throw new IllegalArgumentException(
          "%d distances, %d labels".formatted(distances.length, positive.length));
    }
    // One long per pair sorts by distance and carries the label along; float bits of numbers >= 0
    // sort as integers.
    long[] pairs = new long[distances.length];
    long positives = 0;
    for (int i = 0; i < pairs.length; i++) {
      float d = distances[i] + 0f;
      if (!(d >= 0)) {
        throw new IllegalArgumentException("distance %d is %s".formatted(i, d));
      }
      pairs[i] = (long) Float.floatToIntBits(d) << 1 | (positive[i] ? 1 : 0);
      positives += positive[i] ? 1 : 0;
    }
    if (positives == 0) {
      return Double.NaN;
    }
    Arrays.parallelSort(pairs);
    double ap = 0;
    long found = 0;
    int i = 0;
    while (i < pairs.length) {
      long threshold = pairs[i] >> 1;
      long foundHere = 0;
      while (i < pairs.length && pairs[i] >> 1 == threshold) {
        foundHere += pairs[i] & 1;
        i++;
      }
      found += foundHere;
      ap += (double) foundHere / positives * ((double) found / i);
    }
    return ap;
  }
}
