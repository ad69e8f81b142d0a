package org.waymark.indexer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * Maps below a directory, of this machine or mounted. Symbolic links may lead to a version as long
 * as it lies below the root; the files of a version are none.
 */
record DirectoryRoot(Path root) implements MapRoot {

  DirectoryRoot {
    root = root.toAbsolutePath().normalize();
  }

  @Override
  public boolean covers(URI uri) {
    return "file".equalsIgnoreCase(uri.getScheme())
        && MapRoot.directory(uri).normalize().startsWith(root);
  }

  @Override
  public MapLocation locate(URI uri) {
    Path directory = MapRoot.directory(uri);
    try {
      Path real = directory.toRealPath();
      requireBelow(root.toRealPath(), real, uri);
      return new Version(real);
    } catch (IOException e) {
      throw new WaymarkException(
          "map version %s cannot be fetched: %s".formatted(uri, FileFailure.reason(e)), e);
    }
  }

  private record Version(Path directory) implements MapLocation {

    @Override
    public InputStream open(String name, long maxBytes) throws IOException {
      return DirectoryRoot.open(directory.resolve(name), maxBytes);
    }

    @Override
    public Optional<InputStream> find(String name, long maxBytes) throws IOException {
      return Files.exists(directory.resolve(name))
          ? Optional.of(open(name, maxBytes))
          : Optional.empty();
    }
  }

  private static InputStream open(Path file, long maxBytes) throws IOException {
    Path real = file.toRealPath();
    if (!real.equals(file)) {
      throw new WaymarkException(
          "map file %s is a link to %s; the files of a map are no links".formatted(file, real));
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new WaymarkException("map file %s is no file".formatted(file));
    }
    if (Files.size(file) > maxBytes) {
      throw new WaymarkException(
          "map file %s has %d bytes, and %d are left of the allowed size"
              .formatted(file, Files.size(file), maxBytes));
    }
    return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static void requireBelow(Path root, Path real, URI uri) {
    if (!real.startsWith(root) || real.equals(root)) {
      throw new WaymarkException(
          "map version %s is in truth %s, which is not below the root %s"
              .formatted(uri, real, root));
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
