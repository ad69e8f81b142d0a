package org.waymark.core.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a stated confidence is the share of times that it is right: among answers given with 0.8,
 * eight in ten should be.
 *
 * @param bins of equal width over 0 to 1, the empty ones included
 * @param answers how many there were
 */
public record ConfidenceCalibration(List<Bin> bins, int answers) {

  /**
   * Answers of about one confidence.
   *
   * @param lower bound, itself in the bin below except for 0
   * @param upper bound, itself in this bin
   * @param count of answers
   * @param confidence the mean of theirs; NaN when there are none
   * @param accuracy the share that was right; NaN when there are none
   */
  public record Bin(double lower, double upper, int count, double confidence, double accuracy) {}

  /**
   * @param confidence of each answer, 0 to 1
   * @param right whether it was
   * @param bins how many, at least 1
   */
  public static ConfidenceCalibration of(double[] confidence, boolean[] right, int bins) {
    if (confidence.length != right.length || bins < 1) {
      throw new IllegalArgumentException(
          "%d confidences, %d answers, %d bins".formatted(confidence.length, right.length, bins));
    }
    int[] count = new int[bins];
    int[] hits = new int[bins];
    double[] sum = new double[bins];
    for (int i = 0; i < confidence.length; i++) {
      if (!(confidence[i] >= 0 && confidence[i] <= 1)) {
        throw new IllegalArgumentException("a confidence of " + confidence[i]);
      }
      int bin = Math.max(0, (int) Math.ceil(confidence[i] * bins) - 1);
      count[bin]++;
      hits[bin] += right[i] ? 1 : 0;
      sum[bin] += confidence[i];
    }
    List<Bin> result = new ArrayList<>();
    for (int b = 0; b < bins; b++) {
      result.add(
          new Bin(
              (double) b / bins,
              (double) (b + 1) / bins,
              count[b],
              sum[b] / count[b],
              (double) hits[b] / count[b]));
    }
    return new ConfidenceCalibration(List.copyOf(result), confidence.length);
  }

  /**
   * Expected calibration error: {@code sum over bins of n_b / n |accuracy_b - confidence_b|} (Guo
   * et al., "On Calibration of Modern Neural Networks", ICML 2017).
   *
   * @return 0 to 1; NaN without answers
   */
  public double expectedError() {
    if (answers == 0) {
      return Double.NaN;
    }
    return bins.stream()
        .filter(bin -> bin.count() > 0)
        .mapToDouble(
            bin -> (double) bin.count() / answers * Math.abs(bin.accuracy() - bin.confidence()))
        .sum();
  }
}
