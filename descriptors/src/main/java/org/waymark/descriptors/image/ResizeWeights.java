package org.waymark.descriptors.image;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which inputs make each output along one axis, and how much of each: Pillow's {@code
 * precompute_coeffs} and {@code normalize_coeffs_8bpc} with the bilinear filter.
 *
 * @param first the first input of each output: {@code [output]}
 * @param weights in {@value #PRECISION_BITS}-bit fixed point: {@code [output][input - first]}
 */
record ResizeWeights(int[] first, int[][] weights) {

  static final int PRECISION_BITS = 22;

  /** Of what one table is for. */
  private record Key(int in, PillowResize.Axis out) {}

  /** A camera's pictures share their size; a folder has a few of them. */
  private static final int KEPT = 32;

  /** Longer rows are rare, and their tables too large to keep. */
  private static final int KEPT_INPUT = 8192;

  private static final Map<Key, ResizeWeights> TABLES =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ResizeWeights> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * The weights of the part of an axis that is wanted.
   *
   * @param in pixels before
   * @param out pixels after, all of the wanted ones within the picture
   */
  static ResizeWeights of(int in, PillowResize.Axis out) {
    if (in > KEPT_INPUT) {
      return compute(in, out);
    }
    Key key = new Key(in, out);
    synchronized (TABLES) {
      ResizeWeights known = TABLES.get(key);
      if (known != null) {
        return known;
      }
    }
    ResizeWeights computed = compute(in, out);
    synchronized (TABLES) {
      TABLES.put(key, computed);
    }
    return computed;
  }

  private static ResizeWeights compute(int in, PillowResize.Axis out) {
    double scale = (double) in / out.size();
    double support = Math.max(scale, 1.0);
    int[] first = new int[out.count()];
    int[][] weights = new int[out.count()][];
    for (int o = 0; o < out.count(); o++) {
      double centre = (o + out.offset() + 0.5) * scale;
      first[o] = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(in, (int) (centre + support + 0.5));
      weights[o] = window(first[o], end, centre, support);
    }
    return new ResizeWeights(first, weights);
  }

  private static int[] window(int first, int end, double centre, double support) {
    double[] weights = new double[end - first];
    double sum = 0;
    double step = 1.0 / support;
    for (int i = 0; i < weights.length; i++) {
      double distance = Math.abs((i + first - centre + 0.5) * step);
      weights[i] = distance < 1.0 ? 1.0 - distance : 0.0;
      sum += weights[i];
    }
    int[] fixed = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      double weight = sum != 0 ? weights[i] / sum : weights[i];
      fixed[i] = (int) (0.5 + weight * (1 << PRECISION_BITS));
    }
    return fixed;
  }

  /** Where the inputs of the last output end. */
  int end() {
    int last = first.length - 1;
    return first[last] + weights[last].length;
  }
}
