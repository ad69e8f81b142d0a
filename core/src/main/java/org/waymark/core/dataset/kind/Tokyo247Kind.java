package org.waymark.core.dataset.kind;

import java.util.List;

/**
 * {@code tokyo247:path}: Tokyo 24/7, street views and telephone pictures by day, at sunset and at
 * night. {@code tokyo247.mat} beside {@code images} and {@code query}; the index says .jpg where
 * the disk has .png.
 */
public final class Tokyo247Kind extends PublishedDbStruct {

  /** Found by ServiceLoader. */
  public Tokyo247Kind() {
    super(
        "tokyo247",
        "Tokyo 24/7: tokyo247.mat beside images/... and query/...",
        "tokyo",
        List.of("247"),
        new DbStructReader(
            List.of("images/", "database_gsv_vga/", ""),
            List.of("query/", "247query_subset_v2/", "247query_v3/", "")));
  }
}
