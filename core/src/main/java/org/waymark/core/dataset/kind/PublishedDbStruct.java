package org.waymark.core.dataset.kind;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;

/**
 * A published data set that is listed by {@code dbStruct} files of known names, one for each split,
 * in the folder of the pictures. Without {@code split} all splits that are there.
 */
abstract class PublishedDbStruct implements DatasetKind {

  private final String name;
  private final String description;
  private final String prefix;
  private final List<String> splits;
  private final DbStructReader reader;

  /**
   * @param prefix of the files' names, which the split follows
   * @param splits in the order in which they are read; a single one cannot be chosen
   */
  PublishedDbStruct(
      String name, String description, String prefix, List<String> splits, DbStructReader reader) {
    this.name = name;
    this.description = description;
    this.prefix = prefix;
    this.splits = List.copyOf(splits);
    this.reader = reader;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Set<String> options() {
    Set<String> options =
        new LinkedHashSet<>(List.of(SpecOptions.PART, SpecOptions.IMAGES, FrameClock.OPTION));
    if (splits.size() > 1) {
      options.add(SpecOptions.SPLIT);
    }
    return options;
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    return reader.open(spec, DbStructReader.files(spec, prefix, splits), problems);
  }
}
