package org.waymark.cli;

import picocli.CommandLine.Command;

/** {@code waymark index}. */
@Command(
    name = "index",
    description = "Maps: build them, check them, ask them, bring them to localizers.",
    subcommands = {
      IndexBuildCommand.class,
      IndexRebuildCommand.class,
      IndexMergeCommand.class,
      IndexInfoCommand.class,
      IndexVerifyCommand.class,
      IndexQueryCommand.class,
      IndexAlignCommand.class,
      IndexPublishCommand.class,
      IndexRollbackCommand.class,
      IndexPruneCommand.class
    })
final class IndexCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexCommand() {}

  @Override
  public void run() {
    throw wrongUsage(
        "which: index build, rebuild, merge, info, verify, query, align, publish, rollback or prune?");
  }
}
