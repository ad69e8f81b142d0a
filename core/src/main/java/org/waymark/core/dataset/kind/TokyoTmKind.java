package org.waymark.core.dataset.kind;

import java.util.List;

/**
 * {@code tokyotm:path}: Tokyo Time Machine, the same places over years. {@code
 * tokyoTM_train|val.mat} with the month of each picture, beside {@code images}.
 */
public final class TokyoTmKind extends PublishedDbStruct {

  /** Found by ServiceLoader. */
  public TokyoTmKind() {
    super(
        "tokyotm",
        "Tokyo Time Machine: tokyoTM_train|val.mat beside images/...",
        "tokyoTM_",
        List.of("train", "val"),
        new DbStructReader(List.of("images/", ""), List.of("images/", "")));
  }
}
