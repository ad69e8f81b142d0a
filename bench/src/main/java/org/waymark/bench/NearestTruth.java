package org.waymark.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How far the nearest descriptors really are, found by comparing all of them. Recall is counted by
 * distance, not by number: of frames that are equally far any will do.
 *
 * @param distances squared, of each query, ascending; fewer than asked for where fewer pass
 */
record NearestTruth(DrivenDescriptors drive, List<float[]> queries, float[][] distances) {

  /** Squared distances of unit vectors differ by so much from one way of adding to another. */
  private static final float TOLERANCE = 2e-6f;

  private static final int BLOCK = 1000;

  /** Recall of the nearest and of the nearest ten. */
  record Recall(double at1, double at10) {

    boolean reaches(double target) {
      return at1 >= target && at10 >= target;
    }
  }

  /** Among all frames; every descriptor is made once. */
  static NearestTruth of(DrivenDescriptors drive, List<float[]> queries, int k) {
    float[][] best = new float[queries.size()][k];
    for (float[] b : best) {
      Arrays.fill(b, Float.MAX_VALUE);
    }
    for (int from = 0; from < drive.count(); from += BLOCK) {
      float[][] block =
          IntStream.range(from, Math.min(drive.count(), from + BLOCK))
              .parallel()
              .mapToObj(drive::descriptor)
              .toArray(float[][]::new);
      IntStream.range(0, best.length)
          .parallel()
          .forEach(
              q -> {
                for (float[] descriptor : block) {
                  insert(best[q], squareDistance(queries.get(q), descriptor));
                }
              });
    }
    return new NearestTruth(drive, queries, best);
  }

  /** Among the frames that pass, which are others for each query. */
  static NearestTruth among(
      DrivenDescriptors drive, List<float[]> queries, List<IntPredicate> passing, int k) {
    float[][] best =
        IntStream.range(0, queries.size())
            .parallel()
            .mapToObj(
                q ->
                    sorted(
                        IntStream.range(0, drive.count())
                            .filter(passing.get(q))
                            .mapToObj(f -> squareDistance(queries.get(q), drive.descriptor(f)))
                            .toList(),
                        k))
            .toArray(float[][]::new);
    return new NearestTruth(drive, queries, best);
  }

  private static float[] sorted(List<Float> distances, int k) {
    float[] all = new float[distances.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = distances.get(i);
    }
    Arrays.sort(all);
    return Arrays.copyOf(all, Math.min(k, all.length));
  }

  private static void insert(float[] ascending, float value) {
    int i = ascending.length - 1;
    if (value >= ascending[i]) {
      return;
    }
    for (; i > 0 && ascending[i - 1] > value; i--) {
      ascending[i] = ascending[i - 1];
    }
    ascending[i] = value;
  }

  /**
   * @param found frames for each query, nearest first
   */
  Recall of(int[][] found) {
    long first = 0;
    long hits = 0;
    long asked = 0;
    for (int q = 0; q < found.length; q++) {
      float[] truth = distances[q];
      if (truth.length == 0) {
        continue;
      }
      asked += truth.length;
      float limit = truth[truth.length - 1] + TOLERANCE;
      for (int i = 0; i < Math.min(truth.length, found[q].length); i++) {
        float distance = squareDistance(queries.get(q), drive.descriptor(found[q][i]));
        hits += distance <= limit ? 1 : 0;
        first += i == 0 && distance <= truth[0] + TOLERANCE ? 1 : 0;
      }
    }
    long answered = Arrays.stream(distances).filter(d -> d.length > 0).count();
    return new Recall((double) first / answered, (double) hits / asked);
  }

  private static float squareDistance(float[] a, float[] b) {
    float even = 0;
    float odd = 0;
    for (int i = 0; i + 1 < a.length; i += 2) {
      float d = a[i] - b[i];
      float e = a[i + 1] - b[i + 1];
      even += d * d;
      odd += e * e;
    }
    return even + odd;
  }
}
