package org.waymark.core.dataset.index;

/** How arrays grow that hold the columns of an index. */
final class Growth {

  private static final int SMALLEST = 16;

  private Growth() {}

  /** A length that holds {@code row} and leaves room for half as many again. */
  static int lengthFor(int row) {
    return Math.max(SMALLEST, Math.addExact(row, (row >> 1) + 1));
  }
}
