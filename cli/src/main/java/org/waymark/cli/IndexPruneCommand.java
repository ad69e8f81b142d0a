package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapPruning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index prune}. */
@Command(
    name = "prune",
    description = {
      "Removes old versions of a map, and what interrupted builds left.",
      "The version in use stays, and so does every version that a running process reads."
    })
final class IndexPruneCommand extends WaymarkCommand implements Callable<Integer> {

  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Parameters(paramLabel = "DIR", description = "The map.")
  private Path directory;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many of the newest versions stay. Default: ${DEFAULT-VALUE}.")
  private int keep;

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexPruneCommand() {}

  @Override
  public Integer call() {
    require(keep >= 1, "--keep is a count of 1 and more");
    MapPruning pruning = new MapPruning(new MapDirectory(directory), keep);
    MapPruning.Result result = dryRun ? pruning.plan() : pruning.run();
    if (json) {
      ObjectNode node = Json.object().put("dry_run", dryRun).put("bytes", result.bytes());
      result.removed().forEach(node.putArray("removed")::add);
      result.leased().forEach(node.putArray("in_use")::add);
      Json.print(System.out, node);
      return 0;
    }
    if (result.removed().isEmpty()) {
      System.out.println("There is nothing to remove.");
    } else {
      System.out.printf(
          "%s version%s %s, %s MB.%n",
          dryRun ? "Would remove" : "Removed",
          result.removed().size() == 1 ? "" : "s",
          String.join(", ", result.removed()),
          Table.number(result.bytes() / BYTES_PER_MEGABYTE, 1));
    }
    if (!result.leased().isEmpty()) {
      System.out.printf(
          "Kept, because a running process reads them: %s.%n", String.join(", ", result.leased()));
    }
    return 0;
  }
}
