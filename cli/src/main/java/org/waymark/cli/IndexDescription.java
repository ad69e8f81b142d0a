package org.waymark.cli;

import java.util.Locale;
import org.waymark.indexer.MapManifest;

/** What a map's manifest says, for a person or as JSON. */
final class IndexDescription {

  private IndexDescription() {}

  static void print(MapManifest manifest, boolean json) {
    if (json) {
      Json.print(System.out, manifest);
      return;
    }
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
    table.row("search", manifest.build().search().name().toLowerCase(Locale.ROOT));
    table.row("model", manifest.modelName());
    table.row("model id", manifest.modelId());
    table.row("descriptor", manifest.descriptorSize() + " numbers");
    manifest.sources().forEach(source -> table.row("from", source.spec()));
    table.row("built", manifest.createdAt());
    System.out.print(table);
  }
}
