package org.waymark.cli;

import picocli.CommandLine.Command;

/** {@code waymark index}. */
@Command(
    name = "index",
    description = "Maps: build them, look at them, ask them.",
    subcommands = {IndexBuildCommand.class, IndexMergeCommand.class, IndexInfoCommand.class, IndexQueryCommand.class})
final class IndexCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexCommand() {}

  @Override
  public void run() {
    throw wrongUsage("which: index build, merge, info or query?");
  }
}
