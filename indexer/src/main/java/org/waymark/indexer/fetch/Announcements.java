package org.waymark.indexer.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;
import org.waymark.indexer.MapManifest;

/** Announcements of map versions, and whether a version is what was announced. */
public final class Announcements {

  private Announcements() {}

  /**
   * Announces a version as its manifest describes it.
   *
   * @param version its directory here
   * @param uri of its directory, as localizers reach it
   * @throws WaymarkException when the version has no readable manifest
   */
  public static MapAnnouncement of(Path version, URI uri) {
    MapManifest manifest = MapManifest.read(version);
    MapManifest.Extent extent = manifest.extent();
    return MapAnnouncement.newBuilder()
        .setMap(manifest.name())
        .setVersion(manifest.version())
        .setUri(uri.toString())
        .setManifestSha256(digest(version))
        .setModel(manifest.modelId())
        .setFrame(manifest.frameId())
        .setMinX(extent.minX())
        .setMinY(extent.minY())
        .setMinZ(extent.minZ())
        .setMaxX(extent.maxX())
        .setMaxY(extent.maxY())
        .setMaxZ(extent.maxZ())
        .setPlaces(manifest.places())
        .build();
  }

  /** SHA-256 of a version's manifest, which holds those of all other files. */
  static String digest(Path version) {
    Path file = version.resolve(MapManifest.FILE);
    try {
      return Digests.sha256(file);
    } catch (IOException e) {
      throw new WaymarkException("%s cannot be read: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }

  /**
   * @throws WaymarkException when a version, whose digest is right, is not what the announcement
   *     says of it
   */
  static void requireAgrees(MapAnnouncement announced, MapManifest manifest) {
    require(announced, "name", announced.getMap(), manifest.name());
    require(announced, "version", announced.getVersion(), manifest.version());
    require(announced, "model", announced.getModel(), manifest.modelId());
    require(announced, "frame", announced.getFrame(), manifest.frameId());
    require(announced, "number of places", announced.getPlaces(), manifest.places());
  }

  private static void require(
      MapAnnouncement announced, String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new WaymarkException(
          "map %s/%s at %s: its %s is announced as '%s' and is '%s'"
              .formatted(
                  announced.getMap(),
                  announced.getVersion(),
                  announced.getUri(),
                  what,
                  expected,
                  actual));
    }
  }
}
