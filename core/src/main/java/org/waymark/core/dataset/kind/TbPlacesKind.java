package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.text.Unreadable;

/**
 * {@code tb-places:path}: TB-Places, gardens seen by a mowing robot. The folder holds index files
 * as {@link JsonKind} reads them, with poses; {@code index=FILE.json} names one where there are
 * several, and the path may be an index file itself.
 */
public final class TbPlacesKind implements DatasetKind {

  private static final String INDEX = "index";

  @Override
  public String name() {
    return "tb-places";
  }

  @Override
  public String description() {
    return "TB-Places: JSON index files with poses beside the pictures";
  }

  @Override
  public Set<String> options() {
    return Set.of(INDEX, SpecOptions.IMAGES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    if (Files.isRegularFile(spec.path())) {
      return JsonKind.open(spec, spec.path(), problems);
    }
    Path folder = SpecOptions.requireFolder(spec);
    Path file = spec.option(INDEX).map(folder::resolve).orElseGet(() -> onlyIndex(spec, folder));
    return JsonKind.open(spec, file, problems);
  }

  private static Path onlyIndex(DatasetSpec spec, Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> indexes = files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
      if (indexes.isEmpty()) {
        throw new WaymarkException(
            "data set '%s': there is no .json index in %s"
                .formatted(spec, folder.toAbsolutePath()));
      }
      if (indexes.size() > 1) {
        throw new WaymarkException(
            "data set '%s': %s holds %d index files; name one with %s=%s"
                .formatted(
                    spec,
                    folder.toAbsolutePath(),
                    indexes.size(),
                    INDEX,
                    indexes.getFirst().getFileName()));
      }
      return indexes.getFirst();
    } catch (IOException e) {
      throw Unreadable.file(folder, e);
    }
  }
}
