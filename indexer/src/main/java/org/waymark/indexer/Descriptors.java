package org.waymark.indexer;

/**
 * Checks that Lucene does not make: it takes any vector and finds nothing sensible for a bad one.
 */
final class Descriptors {

  private static final double NORM_TOLERANCE = 1e-3;

  private Descriptors() {}

  /**
   * @throws IllegalArgumentException when the descriptor has another size, is not finite or not of
   *     unit length
   */
  static void requireValid(float[] descriptor, int size) {
    if (descriptor.length != size) {
      throw new IllegalArgumentException(
          "a descriptor of %d numbers for a map of %d".formatted(descriptor.length, size));
    }
    double sum = 0;
    for (float v : descriptor) {
      sum += (double) v * v;
    }
    if (!(Math.abs(Math.sqrt(sum) - 1) <= NORM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "a descriptor of length %s; descriptors are L2-normalized".formatted(Math.sqrt(sum)));
    }
  }

  /** Euclidean distance. */
  static float distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double d = (double) a[i] - b[i];
      sum += d * d;
    }
    return (float) Math.sqrt(sum);
  }
}
