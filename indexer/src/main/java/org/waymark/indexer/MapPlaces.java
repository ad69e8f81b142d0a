package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Brings the places of a finished map into another. */
final class MapPlaces {

  private MapPlaces() {}

  /**
   * Adds them in the order of their indexes, which a map does not keep them in.
   *
   * @param prefix that their names, and their sessions', begin with from now on
   * @param change of each place; its names and index are set here
   * @return the map's data sets, as they are in the other map
   */
  static List<MapManifest.Source> inOrder(
      PlaceMap map, PlaceCollection into, String prefix, UnaryOperator<Place> change)
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
      List<MapManifest.Source> sources = new ArrayList<>();
      int next = 0;
      // The places of each data set follow those of the one before.
      for (MapManifest.Source source : map.manifest().sources()) {
        int before = into.next();
        for (long end = next + source.places(); next < end; next++) {
          DescribedPlace described = sorted.get(next);
          into.add(
              new DescribedPlace(
                  change.apply(described.place()).withPrefix(prefix).withIndex(into.next()),
                  described.descriptor(),
                  described.thumbnail()));
        }
        sources.add(source.in(prefix, into.next() - before));
      }
      return sources;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
