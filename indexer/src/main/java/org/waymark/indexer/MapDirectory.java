package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;

/**
 * A map on disk: {@code <map>/<version>/} for each immutable version, and {@code <map>/current}, a
 * file that names the version in use and is replaced atomically.
 */
public final class MapDirectory {

  private static final String CURRENT = "current";
  private static final int MAX_NAME_LENGTH = 100;

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
    Path directory = root.resolve(version).normalize();
    if (version.isEmpty() || !root.equals(directory.getParent()) || !Files.isDirectory(directory)) {
      throw new WaymarkException(
          "%s names the version '%s', which is not there".formatted(file, version));
    }
    return directory;
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
    Path temporary = Files.createTempFile(root, "." + CURRENT, ".tmp");
    Files.writeString(temporary, version + "\n");
    Files.move(
        temporary,
        root.resolve(CURRENT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
