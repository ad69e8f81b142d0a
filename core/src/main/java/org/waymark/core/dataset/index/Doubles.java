package org.waymark.core.dataset.index;

import java.util.Arrays;

/**
 * A column whose rows each hold the same number of numbers, such as the seven of a pose; NaN in
 * rows that were never set.
 */
public final class Doubles {

  private final int width;
  private double[] values = new double[0];
  private int rows;

  /**
   * @param width numbers per row
   */
  public Doubles(int width) {
    this.width = width;
  }

  /** Sets a row, which may lie beyond the last. */
  public void set(int row, double... numbers) {
    if (numbers.length != width) {
      throw new IllegalArgumentException(
          "%d numbers in a column of %d".formatted(numbers.length, width));
    }
    if (row * width >= values.length) {
      int length = values.length;
      values = Arrays.copyOf(values, Math.multiplyExact(Growth.lengthFor(row), width));
      Arrays.fill(values, length, values.length, Double.NaN);
    }
    System.arraycopy(numbers, 0, values, row * width, width);
    rows = Math.max(rows, row + 1);
  }

  /** Appends a row. */
  public void add(double... numbers) {
    set(rows, numbers);
  }

  /** Number {@code i} of a row. */
  public double get(int row, int i) {
    int at = row * width + i;
    return at < values.length ? values[at] : Double.NaN;
  }

  /** Whether a row was set, to something else than NaN. */
  public boolean has(int row) {
    return !Double.isNaN(get(row, 0));
  }

  /** One more than the last row that was set. */
  public int rows() {
    return rows;
  }
}
