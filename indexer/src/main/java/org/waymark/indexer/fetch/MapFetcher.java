package org.waymark.indexer.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;
import org.waymark.indexer.MapFiles;
import org.waymark.indexer.MapManifest;

/**
 * Brings announced versions of maps to this machine: {@code <cache>/<digest of the manifest>/}.
 * What arrives is taken for nothing until it is the announced manifest, and every file the one that
 * the manifest names; only then does it get its name in the cache. A version's calibration comes
 * along, for what its own digest is worth.
 */
public final class MapFetcher {

  private static final Logger LOG = LoggerFactory.getLogger(MapFetcher.class);
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int CHUNK_BYTES = 1 << 16;

  private final List<MapRoot> roots;
  private final MapCache cache;
  private final long maxBytes;

  /**
   * @param roots that maps may be fetched from; an announcement of any other place is refused
   * @param cache where fetched versions are kept
   * @param maxBytes that one version may have
   */
  public MapFetcher(List<MapRoot> roots, MapCache cache, long maxBytes) {
    this.roots = List.copyOf(roots);
    this.cache = cache;
    this.maxBytes = maxBytes;
  }

  /**
   * The directory of a version on this machine, all of its bytes checked. What the cache holds
   * already is not fetched again.
   *
   * @throws WaymarkException when the announced place is under no root, cannot be reached, or does
   *     not hold what was announced; the cache is as before then
   */
  public Path fetch(MapAnnouncement announced) {
    String digest = announced.getManifestSha256();
    if (!DIGEST.matcher(digest).matches()) {
      throw new WaymarkException(
          "the announcement of map %s/%s has no SHA-256 of a manifest, but '%s'"
              .formatted(announced.getMap(), announced.getVersion(), digest));
    }
    var _ = root(announced);
    Path version = cache.find(digest).orElseGet(() -> fetchAnew(announced));
    fetchCalibration(announced, version);
    return version;
  }

  /**
   * A calibration is made after its version, perhaps more than once, so that it is looked for each
   * time. Where that fails, the one that is here is as good as it was.
   */
  private void fetchCalibration(MapAnnouncement announced, Path version) {
    try {
      Path here = version.resolve(MapFiles.CALIBRATION);
      var there = locate(announced).find(MapFiles.CALIBRATION, MapFiles.MAX_CALIBRATION_BYTES);
      if (there.isEmpty()) {
        Files.deleteIfExists(here);
        return;
      }
      Path temporary = Files.createTempFile(version, ".calibration-", ".json");
      try (InputStream in =
          bounded(there.get(), MapFiles.CALIBRATION, MapFiles.MAX_CALIBRATION_BYTES)) {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
            temporary, here, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      LOG.warn(
          "The calibration of map {}/{} cannot be fetched: {}",
          announced.getMap(),
          announced.getVersion(),
          FileFailure.reason(e));
    } catch (WaymarkException e) {
      LOG.warn("The calibration of a map cannot be fetched: {}", e.getMessage());
    }
  }

  private Path fetchAnew(MapAnnouncement announced) {
    MapLocation location = locate(announced);
    try {
      Path building = cache.startFetching(UUID.randomUUID());
      try {
        copy(announced, location, building);
        return cache.keep(building, announced.getManifestSha256());
      } finally {
        cache.discard(building);
      }
    } catch (IOException e) {
      throw new WaymarkException(
          "map %s/%s cannot be fetched from %s: %s"
              .formatted(
                  announced.getMap(),
                  announced.getVersion(),
                  announced.getUri(),
                  FileFailure.reason(e)),
          e);
    }
  }

  private MapLocation locate(MapAnnouncement announced) {
    return root(announced).locate(uri(announced));
  }

  private static URI uri(MapAnnouncement announced) {
    try {
      return new URI(announced.getUri());
    } catch (URISyntaxException e) {
      throw new WaymarkException(
          "map %s/%s is announced at '%s', which is no URI"
              .formatted(announced.getMap(), announced.getVersion(), announced.getUri()),
          e);
    }
  }

  private MapRoot root(MapAnnouncement announced) {
    URI uri = uri(announced);
    return roots.stream()
        .filter(root -> root.covers(uri))
        .findFirst()
        .orElseThrow(
            () ->
                new WaymarkException(
                    "map %s/%s is announced at %s, which is under none of the allowed roots (%s)"
                        .formatted(
                            announced.getMap(),
                            announced.getVersion(),
                            uri,
                            roots.stream()
                                .map(MapRoot::toString)
                                .collect(Collectors.joining(", ")))));
  }

  private void copy(MapAnnouncement announced, MapLocation location, Path building)
      throws IOException {
    Path manifestFile = building.resolve(MapManifest.FILE);
    requireDigest(
        announced.getUri() + "/" + MapManifest.FILE,
        announced.getManifestSha256(),
        copy(location, MapManifest.FILE, manifestFile, MapManifest.MAX_BYTES));
    MapManifest manifest = MapManifest.read(building);
    Announcements.requireAgrees(announced, manifest);
    MapFiles.requireOwnNames(building, manifest.files());
    Files.createDirectory(MapFiles.directory(building));
    long left = maxBytes;
    for (Map.Entry<String, String> file : manifest.files().entrySet()) {
      String name = MapFiles.directory(building).getFileName() + "/" + file.getKey();
      Path target = building.resolve(name);
      requireDigest(
          announced.getUri() + "/" + name, file.getValue(), copy(location, name, target, left));
      left -= Files.size(target);
    }
  }

  private static void requireDigest(String file, String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new WaymarkException(
          "map file %s is not what was announced: its SHA-256 is %s, not %s"
              .formatted(file, actual, expected));
    }
  }

  /** Returns the SHA-256 of what was copied. */
  private static String copy(MapLocation location, String name, Path target, long maxBytes)
      throws IOException {
    try (InputStream in = bounded(location.open(name, maxBytes), name, maxBytes);
        OutputStream out = Files.newOutputStream(target)) {
      return Digests.sha256(
          digested -> {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
              out.write(chunk, 0, n);
              digested.write(chunk, 0, n);
            }
          });
    }
  }

  /** A server may announce no length, or another than it sends. */
  private static InputStream bounded(InputStream in, String name, long maxBytes) {
    return new FilterInputStream(in) {
      private long read;

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        read += Math.max(0, n);
        if (read > maxBytes) {
          throw new IOException(
              "file %s has more than %d bytes, which is what is left of the allowed size"
                  .formatted(name, maxBytes));
        }
        return n;
      }
    };
  }
}
