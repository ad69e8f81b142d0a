package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * A map on disk: {@code <map>/<version>/} for each immutable version, and {@code <map>/current}, a
 * file that names the version in use and is replaced atomically.
 */
public final class MapDirectory {

  private static final String CURRENT = "current";
  private static final int MAX_NAME_LENGTH = 100;

  /** Marks what is not finished; never a version's name. */
  static final String BUILDING = ".building-";

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
    MapPruning.removeLeftovers(root);
    return Files.createDirectory(unfinished());
  }

  private Path unfinished() {
    return root.resolve(BUILDING + UUID.randomUUID());
  }

  /**
   * Gives a finished version its number and makes it the one in use.
   *
   * @return false when another builder took the number meanwhile; nothing has changed then
   */
  boolean publish(Path building, String version) throws IOException {
    return MapChanges.exclusively(root, () -> publishAlone(building, version));
  }

  private boolean publishAlone(Path building, String version) throws IOException {
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
      MapLease.create(target);
      setCurrent(version);
    } catch (IOException e) {
      deleteRecursively(target);
      throw e;
    }
    return true;
  }

  /**
   * All finished versions, oldest first. The directory of one version itself has that one.
   *
   * @throws WaymarkException when there is no map
   */
  public List<MapVersion> versions() {
    Path current = current();
    if (current.equals(root)) {
      return number(name()).map(n -> new MapVersion(n, root, true)).stream().toList();
    }
    try {
      return numbers().stream()
          .map(
              n ->
                  new MapVersion(
                      n, version(Integer.toString(n)), n.toString().equals(fileName(current))))
          .filter(v -> Files.isRegularFile(v.directory().resolve(MapManifest.FILE)))
          .toList();
    } catch (IOException e) {
      throw new WaymarkException(
          "the versions of map %s cannot be listed: %s".formatted(root, FileFailure.reason(e)), e);
    }
  }

  /**
   * Directory of a version that exists.
   *
   * @throws WaymarkException when it does not, naming those that do
   */
  public Path existingVersion(String version) {
    return existing(version)
        .filter(directory -> number(fileName(directory)).isPresent())
        .orElseThrow(
            () ->
                new WaymarkException(
                    "map %s has no version '%s'; it has %s"
                        .formatted(
                            root,
                            printable(version),
                            versions().stream()
                                .map(MapVersion::name)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * What a rollback did.
   *
   * @param from the version that was in use
   * @param to the one that is in use now
   */
  public record Rollback(String from, String to) {}

  /**
   * Makes an older version the one in use again, after checking every byte of it. Builds and
   * rollbacks may run at the same time: each takes effect as a whole, one after the other.
   *
   * @param to the version; the newest before the one in use when empty
   * @throws WaymarkException when there is no such version, it is the one in use, or it is damaged;
   *     nothing has changed then
   */
  public Rollback rollback(Optional<String> to) {
    Rollback planned = planRollback(to);
    MapManifest manifest = MapManifest.read(version(planned.to()));
    Checksums.verify(version(planned.to()).resolve(MapWriter.LUCENE), manifest.files());
    try {
      return MapChanges.exclusively(
          root,
          () -> {
            String from = fileName(current());
            if (!from.equals(planned.from())) {
              throw new WaymarkException(
                  "map %s went from version %s to %s meanwhile; look at it and roll back again"
                      .formatted(root, planned.from(), from));
            }
            // Pruning happens under this lock too, and leaves the version in use.
            existingVersion(planned.to());
            setCurrent(planned.to());
            return planned;
          });
    } catch (IOException e) {
      throw new WaymarkException(
          "map %s cannot be changed: %s".formatted(root, FileFailure.reason(e)), e);
    }
  }

  /**
   * What {@link #rollback} would do.
   *
   * @throws WaymarkException when there is no such version, or it is the one in use
   */
  public Rollback planRollback(Optional<String> to) {
    String from = fileName(requireMap());
    String target =
        to.map(version -> fileName(existingVersion(version)))
            .orElseGet(
                () ->
                    versions().stream()
                        .takeWhile(version -> !version.current())
                        .reduce((_, later) -> later)
                        .map(MapVersion::name)
                        .orElseThrow(
                            () ->
                                new WaymarkException(
                                    "map %s has no version before %s, the one in use"
                                        .formatted(root, from))));
    if (target.equals(from)) {
      throw new WaymarkException("map %s uses version %s already".formatted(root, from));
    }
    return new Rollback(from, target);
  }

  /**
   * Directory of the version in use; refuses one version, which cannot be changed, where a whole
   * map is needed.
   *
   * @throws WaymarkException when there is no map, or this is one version of it
   */
  public Path requireMap() {
    Path current = current();
    if (current.equals(root)) {
      throw new WaymarkException(
          "%s is one version of a map, and versions never change; name the map, %s"
              .formatted(root, root.getParent()));
    }
    return current;
  }

  /** Whether a directory holds the versions of a map. */
  static boolean isMap(Path directory) {
    return Files.isRegularFile(directory.resolve(CURRENT));
  }

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** The number for the next version: one more than the highest that exists. */
  String nextVersion() throws IOException {
    if (!Files.isDirectory(root)) {
      return "1";
    }
    List<Integer> numbers = numbers();
    return Integer.toString(numbers.isEmpty() ? 1 : 1 + numbers.getLast());
  }

  /** Of all directories that are named as versions are, ascending. */
  private List<Integer> numbers() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.flatMap(p -> number(fileName(p)).stream()).sorted().toList();
    }
  }

  private static Optional<Integer> number(String name) {
    return name.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(name)) : Optional.empty();
  }

  /** Makes a finished version the one in use; for one change at a time. */
  private void setCurrent(String version) throws IOException {
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

  /** Deletes a directory and all in it; another process may be deleting it too. */
  static void deleteRecursively(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
