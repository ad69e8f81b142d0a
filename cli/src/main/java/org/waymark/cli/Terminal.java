package org.waymark.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Whether a person is looking, and whether with colours. */
final class Terminal {

  private Terminal() {}

  /**
   * Whether standard input and output belong to a terminal that understands more than plain lines.
   */
  @SuppressWarnings(
      "SystemConsoleNull") // null and not a terminal both occur, by the JDK's configuration
  static boolean isInteractive() {
    return System.console() != null
        && System.console().isTerminal()
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** Colours on a terminal, unless {@code NO_COLOR} is set. */
  static Ansi colours() {
    return isInteractive() && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
  }

  /** Its width, as picocli measures it for usage texts; 80 where that fails. */
  static int columns() {
    return new UsageMessageSpec().autoWidth(true).width();
  }
}
