package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.waymark.core.WaymarkException;

/**
 * A map on disk: {@code <map>/<version>/} for each immutable version, and {@code <map>/current}, a
 * file that names the version in use and is replaced atomically.
 */
public final class MapDirectory {

  private static final String CURRENT = "current";
  private static final int MAX_NAME_LENGTH = 100;

  /** Marks what is not finished; never a version's name. */
  private static final String BUILDING = ".building-";

  /** What a killed build left is removed by a later one, but not what another is writing now. */
  private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

  private final Path root;

  public MapDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** The map's name: that of its directory. */
  public String name() {
    Path last = root.getFileName();
    return last == null ? "map" : last.toString();
  }

  public Path root() {
    return root;
  }

  /** Directory of a version, whether it exists or not. */
  public Path version(String version) {
    return root.resolve(version);
  }

  /**
   * Directory of the version in use. The directory of one version itself is accepted too.
   *
   * @throws WaymarkException when there is no map, or {@code current} names a version that is not
   *     there
   */
  public Path current() {
    if (Files.isRegularFile(root.resolve(MapManifest.FILE))) {
      return root;
    }
    if (!Files.isDirectory(root)) {
      throw new WaymarkException(
          "there is no map %s; build one with: waymark index build --dataset SPEC --out %s"
              .formatted(root, root));
    }
    Path file = root.resolve(CURRENT);
    String version;
    try {
      version = Files.size(file) > MAX_NAME_LENGTH ? "" : Files.readString(file).strip();
    } catch (IOException e) {
      throw new WaymarkException(
          "%s holds no finished map (no file '%s'); build one with: waymark index build --dataset SPEC --out %s"
              .formatted(root, CURRENT, root),
          e);
    }
    return existing(version)
        .orElseThrow(
            () ->
                new WaymarkException(
                    "%s names the version '%s', which is not there; write one into it that is, or build the map again"
                        .formatted(file, printable(version))));
  }

  private Optional<Path> existing(String version) {
    try {
      Path directory = root.resolve(version);
      return root.equals(directory.getParent())
              && directory.equals(directory.normalize())
              && Files.isDirectory(directory)
          ? Optional.of(directory)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * Makes the map's directory unless it is there.
   *
   * @return the directories that were made, innermost first
   * @throws WaymarkException when it is a file or not writable
   */
  List<Path> create() throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path p = root; p != null && !Files.exists(p); p = p.getParent()) {
      missing.add(p);
    }
    if (missing.isEmpty() && !Files.isDirectory(root)) {
      throw new WaymarkException(
          "map %s cannot be written: that is a file; give a directory with --out".formatted(root));
    }
    if (Files.isRegularFile(root.resolve(MapManifest.FILE))) {
      throw new WaymarkException(
          "%s is one version of a map, and versions never change; build into %s"
              .formatted(root, root.getParent()));
    }
    Files.createDirectories(root);
    if (!Files.isWritable(root)) {
      throw new WaymarkException(
          "map %s cannot be written: the directory is not writable".formatted(root));
    }
    return missing;
  }

  /** Removes directories again as far as they are empty. */
  static void removeEmpty(List<Path> directories) {
    for (Path directory : directories) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        return;
      }
    }
  }

  /** A new directory for a version under construction, on the same file system. */
  Path startBuilding() throws IOException {
    removeLeftovers();
    return Files.createDirectory(unfinished());
  }

  private Path unfinished() {
    return root.resolve(BUILDING + UUID.randomUUID());
  }

  private void removeLeftovers() throws IOException {
    Instant before = Instant.now().minus(LEFTOVER_AGE);
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (entry.getFileName().toString().startsWith(BUILDING)
            && Files.getLastModifiedTime(entry).toInstant().isBefore(before)) {
          deleteRecursively(entry);
        }
      }
    }
  }

  /**
   * Gives a finished version its number and makes it the one in use.
   *
   * @return false when another builder took the number meanwhile; nothing has changed then
   */
  boolean publish(Path building, String version) throws IOException {
    Path target = version(version);
    try {
      Files.move(building, target);
    } catch (IOException e) {
      if (Files.exists(target)) {
        return false;
      }
      throw e;
    }
    try {
      setCurrent(version);
    } catch (IOException e) {
      deleteRecursively(target);
      throw e;
    }
    return true;
  }

  /** The number for the next version: one more than the highest that exists. */
  String nextVersion() throws IOException {
    if (!Files.isDirectory(root)) {
      return "1";
    }
    try (Stream<Path> entries = Files.list(root)) {
      return Integer.toString(
          1
              + entries
                  .flatMap(p -> number(p.getFileName().toString()).stream())
                  .max(Integer::compare)
                  .orElse(0));
    }
  }

  private static Optional<Integer> number(String name) {
    return name.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(name)) : Optional.empty();
  }

  /** Makes a finished version the one in use. */
  void setCurrent(String version) throws IOException {
    Path temporary = unfinished();
    try {
      Files.writeString(temporary, version + "\n");
      IOUtils.fsync(temporary, false);
      Files.move(
          temporary,
          root.resolve(CURRENT),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      IOUtils.fsync(root, true);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  static void deleteRecursively(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
