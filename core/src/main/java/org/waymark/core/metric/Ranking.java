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

  private static int[] nearest(int query, float[] row, int length, SkipRule rule) {
    // Sorted so far. One long per place orders by distance, then by place.
    long[] best = new long[Math.min(length, row.length)];
    int size = 0;
    for (int p = 0; p < row.length; p++) {
      if (!Float.isFinite(row[p])) {
        throw new IllegalArgumentException(
            "the distance of query %d to place %d is %s".formatted(query, p, row[p]));
      }
      long key = ((long) sortable(row[p]) << 32) | p;
      boolean tooFar = size == best.length && (size == 0 || key > best[size - 1]);
      if (tooFar || rule.skips(query, p)) {
        continue;
      }
      int at = -Arrays.binarySearch(best, 0, size, key) - 1;
      size = Math.min(size + 1, best.length);
      System.arraycopy(best, at, best, at + 1, size - at - 1);
      best[at] = key;
    }
    return Arrays.stream(best, 0, size).mapToInt(key -> (int) key).toArray();
  }

  /** Orders as the numbers do; both zeros are one. */
  private static int sortable(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
  }
}
