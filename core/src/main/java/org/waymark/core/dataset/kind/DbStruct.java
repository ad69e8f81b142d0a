package org.waymark.core.dataset.kind;

import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.index.Doubles;

/**
 * What a {@code dbStruct} lists, the form in which Pittsburgh and Tokyo are published.
 *
 * @param set {@code whichSet}: train, val or test; empty where it is not said
 */
record DbStruct(String set, Part database, Part query) {

  Part part(String name) {
    return name.equals("query") ? query : database;
  }

  /**
   * Queries or database.
   *
   * @param names of the pictures' files
   * @param utm east and north in metres, a row for each picture; north is 0 where the file has one
   *     coordinate only
   * @param times as the file has them, a row of one for each picture; no rows where it has none
   */
  record Part(List<String> names, Doubles utm, Doubles times) {

    Part {
      names = List.copyOf(names);
      if (utm.rows() != names.size()) {
        throw new WaymarkException(
            "it lists %d pictures, but %d positions".formatted(names.size(), utm.rows()));
      }
      if (times.rows() != 0 && times.rows() != names.size()) {
        throw new WaymarkException(
            "it lists %d pictures, but %d times".formatted(names.size(), times.rows()));
      }
    }
  }
}
