package org.waymark.core.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Precision and recall over all pairs of query and place, as the distance up to which a pair is
 * called the same place grows.
 *
 * <p>There is one point for each distance at which recall rises: between them only precision falls,
 * so these are the upper corners of the curve, and all that average precision depends on. Pairs of
 * equal distance share one point, as in scikit-learn's {@code precision_recall_curve}.
 *
 * <p>Memory goes with the number of positive pairs, not with that of all pairs: distances are read
 * twice, the second time only to be counted.
 *
 * @param distance ascending thresholds; a pair at this distance or nearer is called the same place
 * @param precision at each threshold
 * @param recall at each threshold, ascending to 1
 * @param positives how many pairs are the same place
 * @param pairs how many there are
 */
public record PrecisionRecallCurve(
    double[] distance, double[] precision, double[] recall, long positives, long pairs) {

  /**
   * Counts on all cores.
   *
   * @param scored the queries that count
   * @param rule pairs that do not; the truth holds none of them
   * @throws IllegalArgumentException when a distance is not finite, naming query and place from 0
   */
  public static PrecisionRecallCurve of(
      DistanceRows distances, GroundTruth truth, BitSet scored, SkipRule rule) {
    double[] positive = positiveDistances(distances, truth, scored);
    Arrays.parallelSort(positive);
    double[] thresholds = distinct(positive);
    // How many pairs lie above the threshold before, up to this one; the last counts the rest.
    AtomicLongArray counts = new AtomicLongArray(thresholds.length + 1);
    scored.stream()
        .parallel()
        .forEach(
            q -> {
              double[] row = distances.row(q);
              int n = 0;
              for (int p = 0; p < row.length; p++) {
                requireFinite(row[p], q, p);
                if (!rule.skips(q, p)) {
                  row[n++] = row[p] + 0.0;
                }
              }
              Arrays.sort(row, 0, n);
              addRuns(row, n, thresholds, counts);
            });
    double[] precision = new double[thresholds.length];
    double[] recall = new double[thresholds.length];
    long pairs = 0;
    int found = 0;
    for (int i = 0; i < thresholds.length; i++) {
      pairs += counts.get(i);
      while (found < positive.length && positive[found] <= thresholds[i]) {
        found++;
      }
      precision[i] = (double) found / pairs;
      recall[i] = (double) found / positive.length;
    }
    pairs += counts.get(thresholds.length);
    return new PrecisionRecallCurve(thresholds, precision, recall, positive.length, pairs);
  }

  /** Adds a whole run of pairs at once: threads would wait for each other at every pair. */
  private static void addRuns(
      double[] sorted, int length, double[] thresholds, AtomicLongArray counts) {
    int threshold = 0;
    for (int from = 0, to = 0; from < length; from = to) {
      threshold = firstNotBelow(thresholds, threshold, sorted[from]);
      while (to < length
          && (threshold == thresholds.length || sorted[to] <= thresholds[threshold])) {
        to++;
      }
      counts.addAndGet(threshold, to - from);
    }
  }

  private static double[] positiveDistances(
      DistanceRows distances, GroundTruth truth, BitSet scored) {
    long count = scored.stream().mapToLong(truth::positives).sum();
    if (count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(count + " positive pairs are more than can be sorted");
    }
    double[] all = new double[(int) count];
    int n = 0;
    for (int q : (Iterable<Integer>) scored.stream()::iterator) {
      int[] places = truth.positivesOf(q).toArray();
      if (places.length == 0) {
        continue;
      }
      double[] selected = distances.select(q, places);
      for (int i = 0; i < selected.length; i++) {
        requireFinite(selected[i], q, places[i]);
        // Adding zero makes the two zeros one.
        all[n++] = selected[i] + 0.0;
      }
    }
    return all;
  }

  private static void requireFinite(double distance, int query, int place) {
    if (!Double.isFinite(distance)) {
      throw new IllegalArgumentException(
          "the distance of query %d to place %d is %s".formatted(query, place, distance));
    }
  }

  private static double[] distinct(double[] sorted) {
    double[] result = new double[sorted.length];
    int n = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        result[n++] = sorted[i];
      }
    }
    return Arrays.copyOf(result, n);
  }

  private static int firstNotBelow(double[] sorted, int from, double value) {
    int at = Arrays.binarySearch(sorted, from, sorted.length, value);
    return at >= 0 ? at : -at - 1;
  }

  /**
   * {@code AP = sum over thresholds n of (R_n - R_{n-1}) P_n}: scikit-learn's {@code
   * average_precision_score} of the negated distances.
   *
   * @return 0 to 1; NaN when no pair is the same place
   */
  public double averagePrecision() {
    double ap = positives == 0 ? Double.NaN : 0;
    double before = 0;
    for (int i = 0; i < recall.length; i++) {
      ap += (recall[i] - before) * precision[i];
      before = recall[i];
    }
    return ap;
  }
}
