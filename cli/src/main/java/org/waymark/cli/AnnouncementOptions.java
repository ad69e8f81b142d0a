package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.MapAnnouncement;
import org.waymark.bridge.KafkaOptions;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.fetch.Announcements;
import org.waymark.transport.MapTopic;
import org.waymark.transport.Topics;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How versions of maps are announced to localizers. */
final class AnnouncementOptions {

  @Option(
      names = "--base-uri",
      paramLabel = "URI",
      description = {
        "Where localizers find the map's directory, with its versions below: file:///mnt/maps/office",
        "or https://maps.example/office. Default: the directory itself, for localizers on this machine."
      })
  private @Nullable String baseUri;

  @Mixin private KafkaOptions kafka;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  AnnouncementOptions() {}

  MapAnnouncement of(Path version) {
    return Announcements.of(version, uri(version));
  }

  private URI uri(Path version) {
    if (baseUri == null) {
      return version.toAbsolutePath().normalize().toUri();
    }
    try {
      URI uri = new URI((baseUri.endsWith("/") ? baseUri : baseUri + "/") + version.getFileName());
      if (!uri.isAbsolute()) {
        throw new URISyntaxException(baseUri, "it does not begin with file: or http(s):");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new WaymarkException(
          "--base-uri '%s' is no address of a map: %s".formatted(baseUri, e.getReason()), e);
    }
  }

  void send(MapAnnouncement announcement) {
    new MapTopic(kafka.settings()).announce(announcement);
  }

  void withdraw(String map) {
    new MapTopic(kafka.settings()).withdraw(map);
  }

  static ObjectNode json(MapAnnouncement a) {
    ObjectNode node =
        Json.object()
            .put("map", a.getMap())
            .put("version", a.getVersion())
            .put("uri", a.getUri())
            .put("manifest_sha256", a.getManifestSha256())
            .put("model", a.getModel())
            .put("frame", a.getFrame())
            .put("places", a.getPlaces());
    node.putArray("min").add(a.getMinX()).add(a.getMinY()).add(a.getMinZ());
    node.putArray("max").add(a.getMaxX()).add(a.getMaxY()).add(a.getMaxZ());
    return node;
  }

  static void print(MapAnnouncement a, boolean dryRun) {
    Table table = new Table("map", a.getMap() + "/" + a.getVersion());
    table.row("at", a.getUri());
    table.row("manifest", a.getManifestSha256());
    table.row("places", Long.toString(a.getPlaces()));
    table.row("frame", a.getFrame());
    table.row("model id", a.getModel());
    System.out.print(table);
    System.out.printf(
        dryRun ? "This would be announced on %s.%n" : "Announced on %s.%n", Topics.MAPS);
  }
}
