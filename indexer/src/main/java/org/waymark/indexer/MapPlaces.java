package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/** Brings the places of a finished map into another. */
final class MapPlaces {

  private MapPlaces() {}

  /** Adds them in the order of their indexes, which a map does not keep them in. */
  static void inOrder(PlaceMap map, PlaceCollection into) throws IOException {
    inOrder(map, into, place -> place);
  }

  /**
   * The same.
   *
   * @param change of each place; its index is set here
   */
  static void inOrder(PlaceMap map, PlaceCollection into, UnaryOperator<Place> change)
      throws IOException {
    try (PlaceStore sorted = into.scratch()) {
      map.forEach(
          described -> {
            try {
              sorted.put(described);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      for (int i = 0; i < sorted.size(); i++) {
        DescribedPlace described = sorted.get(i);
        into.add(
            new DescribedPlace(
                change.apply(described.place()).withIndex(into.next()),
                described.descriptor(),
                described.thumbnail()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
