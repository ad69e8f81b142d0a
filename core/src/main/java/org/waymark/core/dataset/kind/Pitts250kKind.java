package org.waymark.core.dataset.kind;

import java.util.List;

/**
 * {@code pitts250k:path}: Pittsburgh 250k, panoramas cut into 24 views. {@code
 * pitts250k_train|val|test.mat} in the folder of the pictures; without {@code split} all that are
 * there.
 */
public final class Pitts250kKind extends PublishedDbStruct {

  /** Both of Pittsburgh's data sets show the same pictures. */
  static final DbStructReader PITTSBURGH =
      new DbStructReader(List.of("", "database/"), List.of("queries_real/", "queries/", ""));

  /** Found by ServiceLoader. */
  public Pitts250kKind() {
    super(
        "pitts250k",
        "Pittsburgh 250k: pitts250k_train|val|test.mat beside 000/... and queries_real/...",
        "pitts250k_",
        List.of("train", "val", "test"),
        PITTSBURGH);
  }
}
