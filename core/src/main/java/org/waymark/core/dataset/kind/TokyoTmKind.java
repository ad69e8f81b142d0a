package org.waymark.core.dataset.kind;

import java.util.List;
import java.util.Set;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;

/**
 * {@code tokyotm:path}: Tokyo Time Machine, the same places over years. {@code
 * tokyoTM_train|val.mat} with the month of each picture, beside {@code images}.
 */
public final class TokyoTmKind implements DatasetKind {

  private static final DbStructReader READER =
      new DbStructReader(List.of("images/", ""), List.of("images/", ""));

  @Override
  public String name() {
    return "tokyotm";
  }

  @Override
  public String description() {
    return "Tokyo Time Machine: tokyoTM_train|val.mat beside images/...";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.PART, SpecOptions.SPLIT, SpecOptions.IMAGES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    return READER.open(
        spec, DbStructReader.files(spec, "tokyoTM_", List.of("train", "val")), problems);
  }
}
