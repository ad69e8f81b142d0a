package org.waymark.core.dataset.kind;

import java.util.List;

/**
 * {@code pitts30k:path}: Pittsburgh 30k, a third of Pittsburgh 250k for each split. {@code
 * pitts30k_train|val|test.mat} in the folder of the pictures; without {@code split} all that are
 * there.
 */
public final class Pitts30kKind extends PublishedDbStruct {

  /** Found by ServiceLoader. */
  public Pitts30kKind() {
    super(
        "pitts30k",
        "Pittsburgh 30k: pitts30k_train|val|test.mat beside 000/... and queries_real/...",
        "pitts30k_",
        List.of("train", "val", "test"),
        Pitts250kKind.PITTSBURGH);
  }
}
