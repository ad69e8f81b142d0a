package org.waymark.indexer;

import java.io.IOException;
import java.util.List;

/** Places on their way into a map, read by {@link Place#index()} in any order. */
interface PlaceSource {

  int size();

  DescribedPlace get(int index) throws IOException;

  /** Places in memory; each at its index. */
  static PlaceSource of(List<DescribedPlace> places) {
    return new PlaceSource() {
      @Override
      public int size() {
        return places.size();
      }

      @Override
      public DescribedPlace get(int index) {
        return places.get(index);
      }
    };
  }
}
