package org.waymark.core.dataset.index;

import java.util.Arrays;

/** A column of integers; rows that were never set hold a default. */
final class Longs {

  private final long unset;
  private long[] values = new long[0];

  Longs(long unset) {
    this.unset = unset;
  }

  void set(int row, long value) {
    if (row >= values.length) {
      int length = values.length;
      values = Arrays.copyOf(values, Growth.lengthFor(row));
      Arrays.fill(values, length, values.length, unset);
    }
    values[row] = value;
  }

  long get(int row) {
    return row < values.length ? values[row] : unset;
  }
}
