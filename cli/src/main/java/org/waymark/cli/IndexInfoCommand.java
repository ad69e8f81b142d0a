package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.summary.Track;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapFiles;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.MapVersion;
import org.waymark.indexer.PlaceMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index info}. */
@Command(
    name = "info",
    description = "Shows what a map holds, where its places lie, and its versions.")
final class IndexInfoCommand extends WaymarkCommand implements Callable<Integer> {

  private static final int SKETCH_COLUMNS = 60;
  private static final int SKETCH_ROWS = 16;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Parameters(paramLabel = "DIR", description = "The map, or one version of it.")
  private Path directory;

  @Option(
      names = "--map-version",
      paramLabel = "V",
      description = "The version to show. Default: the one in use.")
  private @Nullable String version;

  @Option(
      names = "--json",
      description = "Print the map's manifest as JSON, with its versions and size.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexInfoCommand() {}

  @Override
  public Integer call() {
    MapDirectory map = new MapDirectory(directory);
    Path shown = version == null ? map.current() : map.existingVersion(version);
    try (PlaceMap places = PlaceMap.open(shown)) {
      if (json) {
        printJson(places.manifest(), shown, map.versions());
      } else {
        print(places, shown, map.versions());
      }
    }
    return 0;
  }

  private static void print(PlaceMap places, Path shown, List<MapVersion> versions) {
    Table table = IndexDescription.table(places.manifest());
    table.row("size", Table.number(bytes(shown) / BYTES_PER_MEGABYTE, 1) + " MB");
    System.out.print(table);
    boolean braille =
        Terminal.isInteractive() && System.out.charset().equals(StandardCharsets.UTF_8);
    new TrackSketch(braille, SKETCH_COLUMNS, SKETCH_ROWS)
        .draw(track(places))
        .forEach(line -> System.out.println("  " + line));
    if (versions.size() > 1) {
      Table list = new Table("version", "places", "built", "");
      for (MapVersion v : versions) {
        list.row(described(v, shown));
      }
      System.out.print(list);
    }
  }

  private static String[] described(MapVersion version, Path shown) {
    // Reading this one here is no use by others.
    String use =
        version.current()
            ? "in use"
            : !version.directory().equals(shown) && version.leased() ? "read by a process" : "";
    try {
      MapManifest manifest = MapManifest.read(version.directory());
      return new String[] {
        version.name(), Long.toString(manifest.places()), manifest.createdAt(), use
      };
    } catch (WaymarkException e) {
      return new String[] {version.name(), "-", "-", "damaged: " + e.getMessage()};
    }
  }

  private static Track track(PlaceMap places) {
    Track track = new Track();
    places.forEach(
        described -> {
          var pose = described.place().pose();
          track.add(pose.x(), pose.y(), pose.z());
        });
    return track;
  }

  private static void printJson(MapManifest manifest, Path shown, List<MapVersion> versions) {
    ObjectNode node = (ObjectNode) Json.tree(manifest);
    node.put("bytes", bytes(shown));
    ArrayNode list = node.putArray("versions");
    for (MapVersion v : versions) {
      list.addObject()
          .put("version", v.name())
          .put("current", v.current())
          .put("in_use", !v.directory().equals(shown) && v.leased());
    }
    Json.print(System.out, node);
  }

  private static long bytes(Path version) {
    try {
      return MapFiles.bytes(version);
    } catch (IOException e) {
      throw new WaymarkException(
          "map version %s cannot be read: %s".formatted(version, FileFailure.reason(e)), e);
    }
  }
}
