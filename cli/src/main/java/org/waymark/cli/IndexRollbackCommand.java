package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.MapAnnouncement;
import org.waymark.indexer.MapDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index rollback}. */
@Command(
    name = "rollback",
    description = {
      "Makes an older version of a map the one in use again, after checking every byte of it.",
      "With --bootstrap-servers or --base-uri it is announced too, so that localizers that follow the map swap back."
    })
final class IndexRollbackCommand extends WaymarkCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The map.")
  private Path directory;

  @Option(
      names = "--to",
      paramLabel = "V",
      description =
          "The version, which may also be a newer one. Default: the one before that in use.")
  private @Nullable String to;

  @Mixin private AnnouncementOptions announcements;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexRollbackCommand() {}

  @Override
  public Integer call() {
    MapDirectory map = new MapDirectory(directory);
    Optional<String> wanted = Optional.ofNullable(to);
    MapDirectory.Rollback rollback = map.planRollback(wanted);
    // Before anything changes: an address may be wrong.
    Optional<MapAnnouncement> announcement =
        given("--bootstrap-servers") || given("--base-uri")
            ? Optional.of(announcements.of(map.version(rollback.to())))
            : Optional.empty();
    if (!dryRun) {
      map.rollback(Optional.of(rollback.to()));
      announcement.ifPresent(announcements::send);
    }
    if (json) {
      ObjectNode node =
          Json.object()
              .put("map", map.name())
              .put("from", rollback.from())
              .put("to", rollback.to())
              .put("dry_run", dryRun);
      announcement.ifPresent(a -> node.set("announced", AnnouncementOptions.json(a)));
      Json.print(System.out, node);
    } else {
      System.out.printf(
          "Map %s %s from version %s to %s.%n",
          map.name(), dryRun ? "would go" : "went", rollback.from(), rollback.to());
      announcement.ifPresent(a -> AnnouncementOptions.print(a, dryRun));
    }
    return 0;
  }
}
