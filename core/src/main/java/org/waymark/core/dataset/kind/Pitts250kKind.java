package org.waymark.core.dataset.kind;

import java.util.List;
import java.util.Set;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;

/**
 * {@code pitts250k:path}: Pittsburgh 250k, panoramas cut into 24 views. {@code
 * pitts250k_train|val|test.mat} in the folder of the pictures; without {@code split} all that are
 * there.
 */
public final class Pitts250kKind implements DatasetKind {

  private static final DbStructReader READER =
      new DbStructReader(List.of("", "database/"), List.of("queries_real/", "queries/", ""));

  @Override
  public String name() {
    return "pitts250k";
  }

  @Override
  public String description() {
    return "Pittsburgh 250k: pitts250k_train|val|test.mat beside 000/... and queries_real/...";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.PART, SpecOptions.SPLIT, SpecOptions.IMAGES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    return READER.open(
        spec, DbStructReader.files(spec, "pitts250k_", List.of("train", "val", "test")), problems);
  }
}
