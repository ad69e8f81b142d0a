package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.waymark.indexer.build.CopyTable;
import org.waymark.indexer.build.KeyFrameRule;

/**
 * Places that are to become a map, without exact copies: equal descriptors wreck a graph, and no
 * search can tell which of two equal places is meant. The first stays. Compared by hash, so that a
 * million places cost seconds.
 */
final class PlaceCollection implements AutoCloseable {

  private final Path map;
  private final int descriptorSize;
  private final PlaceStore store;
  private final CopyTable table = new CopyTable();
  private final KeyFrameRule standing;
  private long copies;
  private long elsewhere;
  private String firstElsewhere = "";

  /**
   * @param standing poses nearer than its thresholds are of one place
   */
  PlaceCollection(Path map, int descriptorSize, KeyFrameRule standing) throws IOException {
    this.map = map;
    this.descriptorSize = descriptorSize;
    this.store = PlaceStore.in(map, descriptorSize);
    this.standing = standing;
  }

  /** Index of the next place. */
  int next() {
    return store.size();
  }

  /**
   * Adds a place whose index is {@link #next}, unless one of the same descriptor is there.
   *
   * @return whether it was added
   */
  boolean add(DescribedPlace described) throws IOException {
    if (described.place().index() != next()) {
      throw new IllegalArgumentException(
          "place %d as number %d".formatted(described.place().index(), next()));
    }
    int earlier =
        table.<IOException>findOrAdd(
            CopyTable.hash(described.descriptor()),
            next(),
            index -> Arrays.equals(store.get(index).descriptor(), described.descriptor()));
    if (earlier < 0) {
      store.put(described);
      return true;
    }
    copies++;
    Place first = store.get(earlier).place();
    if (!standing.samePlace(first.pose(), described.place().pose())) {
      if (elsewhere == 0) {
        firstElsewhere =
            "%s equals %s, %.2f m away"
                .formatted(
                    described.place().id(),
                    first.id(),
                    first.pose().distanceTo(described.place().pose()));
      }
      elsewhere++;
    }
    return false;
  }

  /** How many places were left out. */
  long copies() {
    return copies;
  }

  /** How many of them lie elsewhere than the place that they equal: a camera that froze, mostly. */
  long copiesElsewhere() {
    return elsewhere;
  }

  /** The first of these, for people. */
  String firstCopyElsewhere() {
    return firstElsewhere;
  }

  /** An empty store beside this one. */
  PlaceStore scratch() throws IOException {
    return PlaceStore.in(map, descriptorSize);
  }

  /** The places that were added. */
  PlaceSource places() {
    return store;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
