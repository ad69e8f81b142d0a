package org.waymark.core.dataset.kind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.index.Doubles;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.npy.NpyArray;
import org.waymark.core.npy.NpzFile;

/**
 * The same content as a {@code dbStruct} without MATLAB, as Patch-NetVLAD distributes it: {@code
 * NAME_SET.npz} with {@code utmDb} and {@code utmQ}, and beside it {@code
 * NAME_imageNames_index.txt} and {@code NAME_imageNames_query.txt}.
 */
final class NpzDbStruct {

  private static final String DATABASE = "utmDb";
  private static final String QUERIES = "utmQ";

  private NpzDbStruct() {}

  /**
   * Reads the archive and both lists.
   *
   * @throws WaymarkException when one is missing or they differ in length
   */
  static DbStruct read(Path file) {
    String stem = FileNames.stem(file.getFileName().toString());
    int underscore = stem.lastIndexOf('_');
    String name = underscore < 0 ? stem : stem.substring(0, underscore);
    SequencedMap<String, NpyArray> arrays = NpzFile.read(file, Set.of(DATABASE, QUERIES));
    return new DbStruct(
        underscore < 0 ? "" : stem.substring(underscore + 1),
        part(file, name + "_imageNames_index.txt", arrays, DATABASE),
        part(file, name + "_imageNames_query.txt", arrays, QUERIES));
  }

  private static DbStruct.Part part(
      Path file, String listName, SequencedMap<String, NpyArray> arrays, String utm) {
    Path list = file.resolveSibling(listName);
    NpyArray array = arrays.get(utm);
    if (array == null || array.shape().size() != 2 || array.columns() != 2) {
      throw new WaymarkException("%s holds no N x 2 array %s".formatted(file, utm));
    }
    double[] numbers = array.doubles();
    Doubles rows = new Doubles(2);
    for (int i = 0; i < numbers.length; i += 2) {
      rows.add(numbers[i], numbers[i + 1]);
    }
    try {
      return new DbStruct.Part(names(list), rows, new Doubles(1));
    } catch (WaymarkException e) {
      throw new WaymarkException("%s and %s: %s".formatted(file, list, e.getMessage()), e);
    }
  }

  private static List<String> names(Path list) {
    List<String> names = new ArrayList<>();
    try (WordLines lines = WordLines.open(list)) {
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        names.add(line.get().word(0));
      }
    }
    return names;
  }
}
