package org.waymark.cli;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.waymark.core.geometry.Pose;
import org.waymark.indexer.MapManifest;

/** What a map's manifest says, for a person or as JSON. */
final class IndexDescription {

  /** Sessions, and values of a tag, that are listed one by one. */
  private static final int MAX_LISTED = 8;

  private IndexDescription() {}

  static void print(MapManifest manifest, boolean json) {
    if (json) {
      Json.print(System.out, manifest);
    } else {
      System.out.print(table(manifest));
    }
  }

  static Table table(MapManifest manifest) {
    MapManifest.Extent extent = manifest.extent();
    Table table = new Table("map", manifest.name() + "/" + manifest.version());
    table.row("places", Long.toString(manifest.places()));
    table.row(
        "extent",
        "%s x %s x %s m"
            .formatted(
                Table.number(extent.maxX() - extent.minX(), 1),
                Table.number(extent.maxY() - extent.minY(), 1),
                Table.number(extent.maxZ() - extent.minZ(), 1)));
    table.row("frame", manifest.frameId());
    if (manifest.geo().known()) {
      table.row(
          "on the globe",
          "UTM zone %s, origin %s E %s N"
              .formatted(
                  manifest.geo().zone(),
                  Table.number(manifest.geo().originEast(), 1),
                  Table.number(manifest.geo().originNorth(), 1)));
    }
    contents(table, manifest.contents());
    table.row("model", manifest.modelName());
    table.row("model id", manifest.modelId());
    table.row("descriptor", manifest.descriptorSize() + " numbers");
    build(table, manifest.build());
    alignment(table, manifest);
    manifest.sources().forEach(source -> table.row("from", source.spec()));
    table.row("built", manifest.createdAt());
    return table;
  }

  private static void contents(Table table, MapManifest.Contents contents) {
    table.row("sessions", Integer.toString(contents.sessions().size()));
    counts(table, contents.sessions(), "sessions");
    if (!contents.cameras().isEmpty()) {
      table.row("cameras", String.join(", ", contents.cameras()));
    }
    for (Map.Entry<String, SortedMap<String, Long>> tag : contents.tags().entrySet()) {
      table.row(tag.getKey(), "");
      counts(table, tag.getValue(), "values");
    }
  }

  private static void counts(Table table, Map<String, Long> counts, String what) {
    counts.entrySet().stream()
        .limit(MAX_LISTED)
        .forEach(e -> table.row("  " + e.getKey(), e.getValue().toString()));
    if (counts.size() > MAX_LISTED) {
      table.row("  and %d more %s".formatted(counts.size() - MAX_LISTED, what));
    }
  }

  private static void build(Table table, MapManifest.Build build) {
    table.row("search", lower(build.search()));
    switch (build.search()) {
      case EXACT -> {}
      case HNSW ->
          table.row(
              "graph",
              "%d connections, %d candidates when built, %d when searched"
                  .formatted(build.maxConnections(), build.beamWidth(), build.beamAtSearch()));
    }
    table.row("numbers", lower(build.quantization()));
    table.row("key frames", build.keyFrames());
    table.row("copies left out", Long.toString(build.duplicatesDropped()));
    table.row("seed", Long.toString(build.seed()));
    MapManifest.SelfCheck check = build.selfCheck();
    if (check != null) {
      table.row(
          "recall when built",
          "@1 %s, @10 %s (%d queries: %s)"
              .formatted(
                  Table.number(check.recallAt1(), 4),
                  Table.number(check.recallAt10(), 4),
                  check.queries(),
                  check.method()));
    }
  }

  private static void alignment(Table table, MapManifest manifest) {
    MapManifest.Alignment alignment = manifest.alignment();
    if (alignment == null) {
      return;
    }
    Pose rigid = alignment.rigid();
    table.row(
        "aligned to",
        "%s: moved by (%s) m, turned by %s deg, scaled by %s; %d of %d agree, %s m off (root mean square)"
            .formatted(
                alignment.target(),
                DoubleStream.of(rigid.x(), rigid.y(), rigid.z())
                    .mapToObj(v -> Table.number(v, 2))
                    .collect(Collectors.joining(", ")),
                Table.number(Math.toDegrees(rigid.angleTo(Pose.IDENTITY)), 1),
                Table.number(alignment.scale(), 4),
                alignment.inliers(),
                alignment.pairs(),
                Table.number(alignment.rmsMetres(), 3)));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
