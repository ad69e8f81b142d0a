package org.waymark.core.dataset;

import java.nio.file.Path;
import java.util.Set;

/**
 * One layout of data sets, such as {@code 7scenes}. Implementations are found through {@link
 * java.util.ServiceLoader}.
 */
public interface DatasetKind {

  /** The part of a spec before the colon. */
  String name();

  /** One line for people: what lies on disk. */
  String description();

  /** The options it understands; any other is a user's mistake. */
  Set<String> options();

  /**
   * Whether a file or folder is of this kind by its content, so that its path alone names it. It
   * must be told from all other files.
   */
  default boolean recognises(Path path) {
    return false;
  }

  /**
   * Opens the data set.
   *
   * @param problems takes what is wrong with single lines or frames; these are left out
   * @throws org.waymark.core.WaymarkException when it is missing, empty or not of this kind, saying
   *     which file
   */
  Dataset open(DatasetSpec spec, Problems problems);
}
