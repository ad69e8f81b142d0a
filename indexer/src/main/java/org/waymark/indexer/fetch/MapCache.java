package org.waymark.indexer.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.indexer.MapFiles;

/**
 * Fetched versions on this machine, each in a directory named by the SHA-256 of its manifest: two
 * contents never share a name. When it grows beyond its size, those used longest ago go, unless a
 * running reader uses them. Several processes may share one.
 */
public final class MapCache {

  private static final Logger LOG = LoggerFactory.getLogger(MapCache.class);

  private final Path directory;
  private final long maxBytes;

  /**
   * @param maxBytes that it may hold besides what is in use
   */
  public MapCache(Path directory, long maxBytes) {
    this.directory = directory.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
  }

  /** A version that is here and whole; a damaged one is removed. */
  Optional<Path> find(String digest) {
    Path version = directory.resolve(digest);
    if (!Files.isDirectory(version)) {
      return Optional.empty();
    }
    try {
      MapFiles.verify(version);
      if (!Announcements.digest(version).equals(digest)) {
        throw new WaymarkException(version + " has another manifest than its name says");
      }
      Files.setLastModifiedTime(version, FileTime.from(Instant.now()));
      return Optional.of(version);
    } catch (WaymarkException e) {
      LOG.warn("A cached map is damaged and is fetched again: {}", e.getMessage());
      discardQuietly(version);
      return Optional.empty();
    } catch (IOException e) {
      // The time of its use matters only for what goes first.
      return Optional.of(version);
    }
  }

  Path startFetching(UUID id) throws IOException {
    try {
      MapFiles.allowLeases(directory);
      return MapFiles.startVersion(directory, id);
    } catch (IOException e) {
      throw new WaymarkException(
          "the cache of maps %s cannot be written: %s".formatted(directory, FileFailure.reason(e)),
          e);
    }
  }

  /** Gives a fetched version its name; when another process was first, its copy is taken. */
  Path keep(Path fetched, String digest) throws IOException {
    Path version = directory.resolve(digest);
    try {
      Files.move(fetched, version);
    } catch (IOException e) {
      if (!Files.isDirectory(version)) {
        throw e;
      }
    }
    shrink(version);
    return version;
  }

  void discard(Path fetched) throws IOException {
    MapFiles.delete(fetched);
  }

  private void shrink(Path newest) throws IOException {
    List<Path> byUse;
    try (Stream<Path> entries = Files.list(directory)) {
      byUse =
          entries
              .filter(e -> !e.getFileName().toString().startsWith("."))
              .sorted(Comparator.comparing(MapCache::lastUse))
              .toList();
    }
    long bytes = 0;
    for (Path version : byUse) {
      bytes += MapFiles.bytes(version);
    }
    for (Path version : byUse) {
      if (bytes > maxBytes && !version.equals(newest)) {
        long size = MapFiles.bytes(version);
        if (MapFiles.deleteUnlessLeased(version)) {
          bytes -= size;
        }
      }
    }
  }

  private static FileTime lastUse(Path version) {
    try {
      return Files.getLastModifiedTime(version);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static void discardQuietly(Path version) {
    try {
      if (!MapFiles.deleteUnlessLeased(version)) {
        throw new WaymarkException(
            "cached map %s is damaged and in use by another process".formatted(version));
      }
    } catch (IOException e) {
      throw new WaymarkException(
          "cached map %s is damaged and cannot be removed: %s"
              .formatted(version, FileFailure.reason(e)),
          e);
    }
  }
}
