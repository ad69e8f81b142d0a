package org.waymark.indexer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Map<Path, String> byFolder = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (DatasetSpec spec : datasets) {
      byFolder.computeIfAbsent(folder(spec), folder -> prefix(folder, seen));
    }
    return datasets.stream()
        .map(spec -> byFolder.size() == 1 ? "" : String.valueOf(byFolder.get(folder(spec))))
        .toList();
  }

  private static String prefix(Path folder, Map<String, Integer> seen) {
    Path last = folder.getFileName();
    String name = last == null ? "root" : last.toString();
    int count = seen.merge(name, 1, Integer::sum);
    return name + (count == 1 ? "/" : "~" + count + "/");
  }

  private static Path folder(DatasetSpec spec) {
    return spec.path().toAbsolutePath().normalize();
  }
}
