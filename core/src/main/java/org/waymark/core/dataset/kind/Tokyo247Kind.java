package org.waymark.core.dataset.kind;

import java.util.List;
import java.util.Set;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;

/**
 * {@code tokyo247:path}: Tokyo 24/7, street views and telephone pictures by day, at sunset and at
 * night. {@code tokyo247.mat} beside {@code images} and {@code query}; the index says .jpg where
 * the disk has .png.
 */
public final class Tokyo247Kind implements DatasetKind {

  private static final DbStructReader READER =
      new DbStructReader(
          List.of("images/", "database_gsv_vga/", ""),
          List.of("query/", "247query_subset_v2/", "247query_v3/", ""));

  @Override
  public String name() {
    return "tokyo247";
  }

  @Override
  public String description() {
    return "Tokyo 24/7: tokyo247.mat beside images/... and query/...";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.PART, SpecOptions.IMAGES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    return READER.open(spec, DbStructReader.files(spec, "tokyo", List.of("247")), problems);
  }
}
