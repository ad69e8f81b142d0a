package org.waymark.indexer.build;

import java.io.IOException;

/** Descriptors, read by number in any order. */
public interface Rows {

  /** How many there are. */
  int size();

  /** Numbers in each. */
  int columns();

  /**
   * One of them.
   *
   * @return a new array
   */
  float[] row(int row) throws IOException;
}
