package org.waymark.testbed.world.render;

import java.util.Arrays;

/**
 * Which polygons cross which row of samples, and from where to where. Samples lie on a grid twice
 * as fine as the pixels in both directions, which smooths edges.
 */
final class Spans {

  private final int width;
  private final int height;
  private final int[] first;
  private final int[] last;
  private int[] next = new int[1 << 15];
  private int[] polygon = new int[1 << 15];
  private int[] from = new int[1 << 15];
  private int[] to = new int[1 << 15];
  private int count;
  private final double[] left;
  private final double[] right;

  /**
   * @param width of the picture in samples
   * @param height in samples
   */
  Spans(int width, int height) {
    this.width = width;
    this.height = height;
    first = new int[height];
    last = new int[height];
    left = new double[height];
    right = new double[height];
  }

  void clear() {
    count = 0;
    Arrays.fill(first, -1);
    Arrays.fill(last, -1);
  }

  /**
   * Adds a convex polygon within a rectangle; all in samples.
   *
   * @param xy corners, x and y in turn, of which the first {@code n} count
   */
  void add(int id, double[] xy, int n, int minX, int minY, int maxX, int maxY) {
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      top = Math.min(top, xy[2 * i + 1]);
      bottom = Math.max(bottom, xy[2 * i + 1]);
    }
    int y0 = ceil(Math.max(top, Math.max(minY, 0)));
    int y1 = ceil(Math.min(bottom, Math.min(maxY, height)));
    if (y0 >= y1) {
      return;
    }
    Arrays.fill(left, y0, y1, Double.POSITIVE_INFINITY);
    Arrays.fill(right, y0, y1, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      int j = i + 1 == n ? 0 : i + 1;
      edge(xy[2 * i], xy[2 * i + 1], xy[2 * j], xy[2 * j + 1], y0, y1);
    }
    int low = Math.max(minX, 0);
    int high = Math.min(maxX, width);
    for (int y = y0; y < y1; y++) {
      int a = left[y] <= low ? low : ceil(left[y]);
      int b = right[y] >= high ? high : ceil(right[y]);
      if (a < b) {
        append(y, id, a, b);
      }
    }
  }

  private void edge(double xa, double ya, double xb, double yb, int y0, int y1) {
    // Always from the upper to the lower end: neighbours that share an edge compute it alike.
    boolean down = ya <= yb;
    double x = down ? xa : xb;
    double y = down ? ya : yb;
    double endX = down ? xb : xa;
    double endY = down ? yb : ya;
    int start = ceil(Math.max(y, y0));
    int end = ceil(Math.min(endY, y1));
    if (start >= end) {
      return;
    }
    double slope = (endX - x) / (endY - y);
    for (int row = start; row < end; row++) {
      double at = x + (row - y) * slope;
      left[row] = Math.min(left[row], at);
      right[row] = Math.max(right[row], at);
    }
  }

  private void append(int row, int id, int a, int b) {
    if (count == next.length) {
      next = Arrays.copyOf(next, 2 * count);
      polygon = Arrays.copyOf(polygon, 2 * count);
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    int span = count++;
    polygon[span] = id;
    from[span] = a;
    to[span] = b;
    next[span] = -1;
    if (first[row] < 0) {
      first[row] = span;
    } else {
      next[last[row]] = span;
    }
    last[row] = span;
  }

  private static int ceil(double v) {
    int i = (int) v;
    return v > i ? i + 1 : i;
  }

  /**
   * For every sample of a row the polygon with the greatest inverse depth.
   *
   * @param planes three numbers per polygon: change of inverse depth per sample to the right, per
   *     row, and its value at sample (0, 0)
   * @param ids out: the polygon, or -1
   * @param inverse scratch of one row
   */
  void resolve(int row, float[] planes, int[] ids, float[] inverse) {
    Arrays.fill(ids, -1);
    Arrays.fill(inverse, 0);
    for (int span = first[row]; span >= 0; span = next[span]) {
      int id = polygon[span];
      float step = planes[3 * id];
      float base = planes[3 * id + 1] * row + planes[3 * id + 2];
      int end = to[span];
      for (int x = from[span]; x < end; x++) {
        float v = base + step * x;
        if (v > inverse[x]) {
          inverse[x] = v;
          ids[x] = id;
        }
      }
    }
  }
}
