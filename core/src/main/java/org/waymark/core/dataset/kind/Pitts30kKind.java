package org.waymark.core.dataset.kind;

import java.util.List;
import java.util.Set;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;

/**
 * {@code pitts30k:path}: Pittsburgh 30k, a third of Pittsburgh 250k for each split. {@code
 * pitts30k_train|val|test.mat} in the folder of the pictures; without {@code split} all that are
 * there.
 */
public final class Pitts30kKind implements DatasetKind {

  private static final DbStructReader READER =
      new DbStructReader(List.of("", "database/"), List.of("queries_real/", "queries/", ""));

  @Override
  public String name() {
    return "pitts30k";
  }

  @Override
  public String description() {
    return "Pittsburgh 30k: pitts30k_train|val|test.mat beside 000/... and queries_real/...";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.PART, SpecOptions.SPLIT, SpecOptions.IMAGES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    return READER.open(
        spec, DbStructReader.files(spec, "pitts30k_", List.of("train", "val", "test")), problems);
  }
}
