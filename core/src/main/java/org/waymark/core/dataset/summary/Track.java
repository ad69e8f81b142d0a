package org.waymark.core.dataset.summary;

import java.util.Arrays;
import java.util.List;

/**
 * Positions in metres: the box around all of them, and every so manieth of them. Holds a bounded
 * number: when that is reached, every second is dropped.
 */
public final class Track {

  private static final int MAX_POINTS = 1 << 14;
  private static final int AXES = 3;

  private final double[] points = new double[MAX_POINTS * AXES];
  private final double[] min = new double[AXES];
  private final double[] max = new double[AXES];
  private int kept;
  private long every = 1;
  private long count;

  /** Without positions. */
  public Track() {
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  /** Adds a position, in metres. */
  public void add(double x, double y, double z) {
    double[] position = {x, y, z};
    for (int i = 0; i < AXES; i++) {
      min[i] = Math.min(min[i], position[i]);
      max[i] = Math.max(max[i], position[i]);
    }
    if (count++ % every == 0) {
      if (kept == MAX_POINTS) {
        thin();
      }
      System.arraycopy(position, 0, points, kept++ * AXES, AXES);
    }
  }

  private void thin() {
    for (int i = 0; i < MAX_POINTS / 2; i++) {
      System.arraycopy(points, 2 * i * AXES, points, i * AXES, AXES);
    }
    kept = MAX_POINTS / 2;
    every *= 2;
  }

  /** How many positions were added. */
  public long count() {
    return count;
  }

  /** Sides of the box around all positions: x, y, z; none where there are no positions. */
  public List<Double> extentMetres() {
    return count == 0 ? List.of() : List.of(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  }

  /** The lowest coordinates. */
  public List<Double> lowest() {
    return count == 0 ? List.of() : List.of(min[0], min[1], min[2]);
  }

  /** How many positions are kept. */
  public int kept() {
    return kept;
  }

  /**
   * A coordinate of a position that is kept.
   *
   * @param axis 0 to 2: x, y, z
   */
  public double coordinate(int point, int axis) {
    return points[point * AXES + axis];
  }
}
