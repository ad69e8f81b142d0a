package org.waymark.core.metric;

/**
 * Euclidean distances between descriptors, computed when asked for.
 *
 * <p>Each is {@code |a - b|}, summed in float64 and rounded once: not by way of {@code |a|^2 +
 * |b|^2 - 2 ab}, which loses half of the digits for descriptors that are nearly equal.
 */
public final class DescriptorDistances implements DistanceRows {

  private final float[][] queries;
  private final float[][] places;

  /**
   * @param queries {@code [query][number]}
   * @param places {@code [place][number]}, of the same length
   */
  public DescriptorDistances(float[][] queries, float[][] places) {
    this.queries = queries;
    this.places = places;
  }

  @Override
  public int queries() {
    return queries.length;
  }

  @Override
  public int places() {
    return places.length;
  }

  @Override
  public float[] row(int query) {
    float[] row = new float[places.length];
    for (int p = 0; p < row.length; p++) {
      row[p] = distance(queries[query], places[p]);
    }
    return row;
  }

  @Override
  public float[] select(int query, int[] selected) {
    float[] row = new float[selected.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = distance(queries[query], places[selected[i]]);
    }
    return row;
  }

  private static float distance(float[] a, float[] b) {
    // Four strands, so that an addition need not wait for the one before it.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      double d0 = (double) a[i] - b[i];
      double d1 = (double) a[i + 1] - b[i + 1];
      double d2 = (double) a[i + 2] - b[i + 2];
      double d3 = (double) a[i + 3] - b[i + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < a.length; i++) {
      double d = (double) a[i] - b[i];
      s0 += d * d;
    }
    return (float) Math.sqrt(s0 + s1 + s2 + s3);
  }
}
