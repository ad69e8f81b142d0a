package org.waymark.indexer;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.waymark.core.dataset.DatasetSpec;

/**
 * Names of places. In a map of one folder a place is called as its frame. Frames of different
 * recordings share names, so in a map of several folders each name begins with its folder's.
 */
final class PlaceNames {

  private PlaceNames() {}

  /**
   * What the names of each data set's places begin with.
   *
   * @return for each data set: nothing when all lie in one folder; else {@code folder/}, or {@code
   *     folder~2/} for the second folder of that name
   */
  static List<String> prefixes(List<DatasetSpec> datasets) {
    return prefixes(datasets, List.of());
  }

  /**
   * The same for data sets that come to a map of others, whose names stay.
   *
   * @param sources the map's
   */
  static List<String> prefixes(List<DatasetSpec> datasets, List<MapManifest.Source> sources) {
    Map<Path, String> byFolder = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (MapManifest.Source source : sources) {
      byFolder.put(folder(DatasetSpec.parse(source.spec())), source.prefix());
      taken.add(source.prefix());
    }
    boolean alone =
        sources.isEmpty() && datasets.stream().map(PlaceNames::folder).distinct().count() == 1;
    return datasets.stream()
        .map(PlaceNames::folder)
        .map(folder -> byFolder.computeIfAbsent(folder, f -> alone ? "" : free(f, taken)))
        .toList();
  }

  /** {@code name/}, or {@code name~2/} and so on where that is taken. */
  static String free(Path folder, Set<String> taken) {
    Path last = folder.getFileName();
    String name = last == null ? "root" : last.toString();
    String prefix = name + "/";
    for (int count = 2; !taken.add(prefix); count++) {
      prefix = name + "~" + count + "/";
    }
    return prefix;
  }

  private static Path folder(DatasetSpec spec) {
    return spec.path().toAbsolutePath().normalize();
  }
}
