package org.waymark.indexer;

/** How a map is searched; chosen when it is built and written into its manifest. */
public enum SearchMethod {
  /** Every place is compared: nothing is missed. */
  EXACT,
  /** A navigable small-world graph: far faster in large maps, misses a place now and then. */
  HNSW;

  /**
   * Up to this many numbers comparing all of them is as fast as a graph (some 2 ms on one core).
   */
  private static final long EXACT_UP_TO = 10_000_000;

  /** The method that suits a map of {@code places} descriptors of {@code size} numbers. */
  static SearchMethod suiting(long places, int size) {
    return places * size <= EXACT_UP_TO ? EXACT : HNSW;
  }
}
