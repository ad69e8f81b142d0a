package org.waymark.core.progress;

/**
 * Starts the display of long work; the command line shows a bar on a terminal and plain lines
 * elsewhere.
 */
@FunctionalInterface
public interface ProgressReporter {

  /**
   * Begins a piece of work.
   *
   * @param task what is done, as a short phrase such as {@code "describing places"}
   * @param total how many items there are
   */
  Progress start(String task, long total);

  /** Says something that a person should know now, as a sentence. */
  default void note(String sentence) {}

  /** Reports to nobody. */
  static ProgressReporter silent() {
    return (task, total) ->
        new Progress() {
          @Override
          public void advance(long items) {}

          @Override
          public void close() {}
        };
  }
}
