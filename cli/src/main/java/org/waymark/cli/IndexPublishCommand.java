package org.waymark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.MapAnnouncement;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapFiles;
import org.waymark.transport.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark index publish}. */
@Command(
    name = "publish",
    description = {
      "Announces a version of a map on waymark.maps, after checking every byte of it.",
      "Localizers that follow the map fetch it, check it and swap to it. Announcing an older version rolls back."
    })
final class IndexPublishCommand extends WaymarkCommand implements Callable<Integer> {

  @Option(names = "--map", paramLabel = "DIR", required = true, description = "The map.")
  private Path directory;

  @Option(
      names = "--map-version",
      paramLabel = "V",
      description = "The version to announce. Default: the one in use.")
  private @Nullable String version;

  @Option(
      names = "--withdraw",
      description = "Announce instead that there is no such map any more: localizers unload it.")
  private boolean withdraw;

  @Mixin private AnnouncementOptions announcements;

  @Option(names = "--dry-run", description = "Only say what would be announced.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexPublishCommand() {}

  @Override
  public Integer call() {
    require(!withdraw || version == null, "--withdraw is for a whole map, not for a version");
    MapDirectory map = new MapDirectory(directory);
    if (withdraw) {
      return withdraw(map.name());
    }
    Path announced = version == null ? map.current() : map.existingVersion(version);
    MapFiles.verify(announced);
    MapAnnouncement announcement = announcements.of(announced);
    if (!dryRun) {
      announcements.send(announcement);
    }
    if (json) {
      Json.print(System.out, AnnouncementOptions.json(announcement).put("dry_run", dryRun));
    } else {
      AnnouncementOptions.print(announcement, dryRun);
    }
    return 0;
  }

  private int withdraw(String map) {
    if (!dryRun) {
      announcements.withdraw(map);
    }
    if (json) {
      Json.print(System.out, Json.object().put("withdrawn", map).put("dry_run", dryRun));
    } else {
      System.out.printf(
          "Map %s %s from %s.%n", map, dryRun ? "would be withdrawn" : "is withdrawn", Topics.MAPS);
    }
    return 0;
  }
}
