package org.waymark.cli;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * One thing that the doctor looked at.
 *
 * @param what was looked at
 * @param found in a few words
 * @param advice what to do about it; empty when there is nothing to do
 */
record Finding(Status status, String what, String found, String advice) {

  /** How it is. */
  enum Status {
    /** Works. */
    GOOD("green", "ok"),
    /** Absent or slower; Waymark works without it. */
    OPTIONAL("yellow", "--"),
    /** Waymark does not work like this. */
    BROKEN("red", "!!");

    private final String colour;
    private final String mark;

    Status(String colour, String mark) {
      this.colour = colour;
      this.mark = mark;
    }
  }

  static Finding good(String what, String found) {
    return new Finding(Status.GOOD, what, found, "");
  }

  static Finding optional(String what, String found, String advice) {
    return new Finding(Status.OPTIONAL, what, found, advice);
  }

  static Finding broken(String what, String found, String advice) {
    return new Finding(Status.BROKEN, what, found, advice);
  }

  static void print(List<Finding> findings, boolean healthy, PrintStream out) {
    Ansi ansi = Terminal.colours();
    int width = findings.stream().mapToInt(f -> f.what.length()).max().orElse(0);
    for (Finding f : findings) {
      String what = ("%-" + width + "s").formatted(f.what);
      out.printf(
          "%s  %s  %s%n",
          ansi.string("@|%s %s|@".formatted(f.status.colour, f.status.mark)), what, f.found);
      if (!f.advice.isEmpty()) {
        out.printf("%s%s%n", " ".repeat(width + 6), f.advice);
      }
    }
    out.println();
    out.println(
        healthy
            ? "Waymark works here. -- marks what is absent and not needed for the demo."
            : "Waymark does not work here yet: mend what is marked !!.");
  }
}
