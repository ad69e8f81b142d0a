package org.waymark.core.metric;

/**
 * Distances of queries to places, one query at a time: a table of 10,000 x 100,000 need not be in
 * memory. Safe for use by many threads.
 */
public interface DistanceRows {

  int queries();

  int places();

  /**
   * Distances of one query to every place; smaller is more alike. The array belongs to the caller.
   */
  float[] row(int query);

  /** As {@link #row} for some places only, in their order. */
  default float[] select(int query, int[] places) {
    float[] row = row(query);
    float[] selected = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      selected[i] = row[places[i]];
    }
    return selected;
  }

  /**
   * A table in memory.
   *
   * @param distances {@code [query][place]}, rows of one length
   */
  static DistanceRows of(float[][] distances) {
    int places = distances.length == 0 ? 0 : distances[0].length;
    return new DistanceRows() {
      @Override
      public int queries() {
        return distances.length;
      }

      @Override
      public int places() {
        return places;
      }

      @Override
      public float[] row(int query) {
        return distances[query].clone();
      }
    };
  }
}
