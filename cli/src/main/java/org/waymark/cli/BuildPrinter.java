package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.MapManifest;

/** What a build did, for a person or as JSON. */
final class BuildPrinter {

  private BuildPrinter() {}

  static void print(MapManifest manifest, Path version, double seconds, boolean json) {
    if (json) {
      Json.print(System.out, json(manifest, bytes(version), seconds));
      return;
    }
    long bytes = bytes(version);
    IndexDescription.print(manifest, false);
    Table table = new Table();
    for (MapManifest.Source source : manifest.sources()) {
      if (manifest.sources().size() > 1) {
        table.row("", source.spec());
      }
      row(table, source.frames(), "frames");
      row(table, source.betweenKeyFrames(), "too like the place before them");
      row(table, source.copies(), "duplicates left out");
      row(table, source.broken(), "with broken pictures left out, listed in map.json");
      row(table, source.places(), "places");
    }
    System.out.print(table);
    System.out.printf(
        "%s, %s MB in %s s%n", version, Table.number(bytes / 1e6, 1), Table.number(seconds, 1));
  }

  private static void row(Table table, long count, String what) {
    if (count > 0) {
      table.row(Long.toString(count), what);
    }
  }

  /** The manifest, and beside its members the build's counts. */
  static ObjectNode json(MapManifest manifest, long bytes, double seconds) {
    ObjectNode node = Json.object();
    node.setAll((ObjectNode) Json.tree(manifest));
    node.put("frames", sum(manifest, MapManifest.Source::frames))
        .put("between_key_frames", sum(manifest, MapManifest.Source::betweenKeyFrames))
        .put("duplicates", sum(manifest, MapManifest.Source::copies))
        .put("broken", sum(manifest, MapManifest.Source::broken))
        .put("bytes", bytes);
    Json.put(node, "seconds", seconds);
    ObjectNode recall = node.putObject("recall");
    MapManifest.@Nullable SelfCheck check = manifest.build().selfCheck();
    if (check != null) {
      recall.put("1", check.recallAt1()).put("10", check.recallAt10());
    }
    return node;
  }

  private static long sum(MapManifest manifest, ToLongFunction<MapManifest.Source> count) {
    return manifest.sources().stream().mapToLong(count).sum();
  }

  /** Size of all files of a version. */
  static long bytes(Path version) {
    try (Stream<Path> files = Files.walk(version)) {
      long sum = 0;
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        sum += Files.size(file);
      }
      return sum;
    } catch (IOException e) {
      throw new WaymarkException(
          "%s cannot be read: %s".formatted(version, FileFailure.reason(e)), e);
    }
  }
}
