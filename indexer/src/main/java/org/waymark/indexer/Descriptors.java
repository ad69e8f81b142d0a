package org.waymark.indexer;

/**
 * Checks that Lucene does not make: it takes any vector and finds nothing sensible for a bad one.
 */
public final class Descriptors {

  private static final double NORM_TOLERANCE = 1e-3;

  private Descriptors() {}

  /**
   * @throws IllegalArgumentException when the descriptor has another size, is not finite or not of
   *     unit length
   */
  public static void requireValid(float[] descriptor, int size) {
    if (descriptor.length != size) {
      throw new IllegalArgumentException(
          "a descriptor of %d numbers for a map of %d".formatted(descriptor.length, size));
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      if (!Float.isFinite(descriptor[i])) {
        throw new IllegalArgumentException(
            "a descriptor whose number %d is %s".formatted(i, descriptor[i]));
      }
      sum += (double) descriptor[i] * descriptor[i];
    }
    double length = Math.sqrt(sum);
    if (!(Math.abs(length - 1) <= NORM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "a descriptor of length %s; descriptors are L2-normalized".formatted(length));
    }
  }

  /** Euclidean distance, in four sums, because one waits for itself at every number. */
  static float distance(float[] a, float[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += square((double) a[i] - b[i]);
      s1 += square((double) a[i + 1] - b[i + 1]);
      s2 += square((double) a[i + 2] - b[i + 2]);
      s3 += square((double) a[i + 3] - b[i + 3]);
    }
    for (; i < a.length; i++) {
      s0 += square((double) a[i] - b[i]);
    }
    return (float) Math.sqrt(s0 + s1 + s2 + s3);
  }

  private static double square(double x) {
    return x * x;
  }
}
