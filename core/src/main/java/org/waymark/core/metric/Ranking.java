package org.waymark.core.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The nearest places of each query. */
public final class Ranking {

  private Ranking() {}

  /**
   * Ranks on all cores.
   *
   * @param length how many places to list; fewer where fewer remain
   * @param rule what is passed over
   * @return {@code [query][rank]}: indices of places, nearest first, equal distances in the order
   *     of the places
   * @throws IllegalArgumentException when a distance is not finite, naming query and place from 0
   */
  public static List<int[]> nearest(DistanceRows distances, int length, SkipRule rule) {
    return IntStream.range(0, distances.queries())
        .parallel()
        .mapToObj(q -> nearest(q, distances.row(q), length, rule))
        .toList();
  }

  static int[] nearest(int query, double[] row, int length, SkipRule rule) {
    // The best so far, in order; most places are farther than all of them.
    int[] best = new int[Math.min(length, row.length)];
    int size = 0;
    for (int p = 0; p < row.length; p++) {
      if (!Double.isFinite(row[p])) {
        throw new IllegalArgumentException(
            "the distance of query %d to place %d is %s".formatted(query, p, row[p]));
      }
      boolean tooFar = size == best.length && (size == 0 || row[p] >= row[best[size - 1]]);
      if (tooFar || rule.skips(query, p)) {
        continue;
      }
      int at = firstFarther(row, best, size, row[p]);
      size = Math.min(size + 1, best.length);
      System.arraycopy(best, at, best, at + 1, size - at - 1);
      best[at] = p;
    }
    return Arrays.copyOf(best, size);
  }

  private static int firstFarther(double[] row, int[] best, int size, double distance) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) / 2;
      if (row[best[middle]] > distance) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
