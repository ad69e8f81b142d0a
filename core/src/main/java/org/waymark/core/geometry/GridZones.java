package org.waymark.core.geometry;

import java.util.SortedSet;
import java.util.TreeSet;
import org.waymark.core.WaymarkException;

/**
 * The zones of the grid that some positions lie in. A position of unknown zone is taken for one of
 * the others' zone.
 */
public final class GridZones {

  private final SortedSet<String> known = new TreeSet<>();

  public void add(GroundPosition position) {
    if (!position.zone().isEmpty()) {
      known.add(position.zone());
    }
  }

  /**
   * @param wayOut what to do otherwise, for the message
   * @throws WaymarkException when positions lie in different zones, so that their coordinates
   *     cannot be compared
   */
  public void requireOne(String wayOut) {
    if (known.size() > 1) {
      throw new WaymarkException(
          "positions lie in different zones of the grid (%s) and cannot be compared: %s"
              .formatted(String.join(", ", known), wayOut));
    }
  }
}
