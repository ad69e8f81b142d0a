package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * Removes old versions of a map, and what killed builds left. A version stays that is in use, among
 * the newest, or leased by a running reader. The newest stays always: its number must not come
 * again for another content.
 */
public final class MapPruning {

  /** Marks what was a version and is being deleted. */
  static final String PRUNED = ".pruned-";

  /** What a killed build left is removed by a later one, but not what another is writing now. */
  private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

  private final MapDirectory map;
  private final int keep;

  /**
   * @param keep how many of the newest versions stay, at least 1
   */
  public MapPruning(MapDirectory map, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("the newest %d versions".formatted(keep));
    }
    this.map = map;
    this.keep = keep;
  }

  /**
   * What is removed, and what would be if no reader used it.
   *
   * @param removed versions, oldest first
   * @param leased versions that a running reader still uses, oldest first
   * @param bytes that the removed versions take
   */
  public record Result(List<String> removed, List<String> leased, long bytes) {}

  /** What {@link #run} would do now. */
  public Result plan() {
    map.requireMap();
    Map<Boolean, List<MapVersion>> byLease =
        old().stream().collect(Collectors.partitioningBy(MapVersion::leased));
    List<MapVersion> free = byLease.getOrDefault(false, List.of());
    try {
      return new Result(
          names(free),
          names(byLease.getOrDefault(true, List.of())),
          bytes(free.stream().map(MapVersion::directory).toList()));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Removes them. A reader that opens a version at this moment either gets it whole, and it stays,
   * or is told that it is being removed.
   *
   * @throws WaymarkException when the map's directory cannot be changed
   */
  public Result run() {
    map.requireMap();
    try {
      List<String> removed = new ArrayList<>();
      List<String> leased = new ArrayList<>();
      List<Path> away = new ArrayList<>();
      MapChanges.exclusively(
          map.root(),
          () -> {
            for (MapVersion version : old()) {
              Path target = map.root().resolve(PRUNED + UUID.randomUUID());
              boolean free =
                  MapLease.whileFree(
                      version.directory(),
                      () -> {
                        Files.move(version.directory(), target);
                        MapLease.forget(version.directory());
                      });
              (free ? removed : leased).add(version.name());
              if (free) {
                away.add(target);
              }
            }
            return away;
          });
      long bytes = bytes(away);
      removeLeftovers(map.root());
      return new Result(removed, leased, bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private WaymarkException failed(IOException e) {
    return new WaymarkException(
        "map %s cannot be pruned: %s".formatted(map.root(), FileFailure.reason(e)), e);
  }

  private static List<String> names(List<MapVersion> versions) {
    return versions.stream().map(MapVersion::name).toList();
  }

  private List<MapVersion> old() {
    List<MapVersion> versions = map.versions();
    return versions.subList(0, Math.max(0, versions.size() - keep)).stream()
        .filter(version -> !version.current())
        .toList();
  }

  /** Deletes what nobody will finish: builds at which nobody wrote for a day, removed versions. */
  static void removeLeftovers(Path map) throws IOException {
    Instant before = Instant.now().minus(LEFTOVER_AGE);
    List<Path> entries;
    try (Stream<Path> all = Files.list(map)) {
      entries = all.toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (name.startsWith(PRUNED)
          || (name.startsWith(MapDirectory.BUILDING) && lastWritten(entry).isBefore(before))) {
        MapDirectory.deleteRecursively(entry);
      }
    }
  }

  private static Instant lastWritten(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      Instant last = Instant.MIN;
      for (Path file : (Iterable<Path>) files::iterator) {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        last = written.isAfter(last) ? written : last;
      }
      return last;
    } catch (NoSuchFileException | UncheckedIOException e) {
      // It is being deleted, or turned into a version, at this moment.
      return Instant.MAX;
    }
  }

  private static long bytes(List<Path> directories) throws IOException {
    long bytes = 0;
    for (Path directory : directories) {
      bytes += MapFiles.bytes(directory);
    }
    return bytes;
  }
}
