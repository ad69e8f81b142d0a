package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;

/** The files of one version of a map, for those who move versions about. */
public final class MapFiles {

  /**
   * What a model's distances are worth in a version, where somebody measured it: beside the
   * manifest, which it names, and none of the files that the manifest lists.
   */
  public static final String CALIBRATION = "calibration.json";

  /** More is no calibration. */
  public static final int MAX_CALIBRATION_BYTES = 1 << 20;

  private MapFiles() {}

  /** Where all files but the manifest are. */
  public static Path directory(Path version) {
    return version.resolve(MapWriter.LUCENE);
  }

  /**
   * Compares every byte of a version with its checksums.
   *
   * @return its manifest
   * @throws WaymarkException naming the first file that is missing, not what it was, or not the
   *     map's
   */
  public static MapManifest verify(Path version) {
    MapManifest manifest = MapManifest.read(version);
    Checksums.verify(directory(version), manifest.files());
    return manifest;
  }

  /**
   * @throws WaymarkException when a manifest names files that are none of a map's, e.g. of other
   *     folders
   */
  public static void requireOwnNames(Path version, Map<String, String> files) {
    Checksums.requireOwnNames(directory(version), files);
  }

  /** A directory for a version that is not whole yet, cleared away later if it is left. */
  public static Path startVersion(Path parent, UUID id) throws IOException {
    MapPruning.removeLeftovers(parent);
    return Files.createDirectory(parent.resolve(MapDirectory.BUILDING + id));
  }

  /** Makes a directory in which readers take leases of what they use. */
  public static void allowLeases(Path directory) throws IOException {
    Files.createDirectories(directory.resolve(MapLease.DIRECTORY));
  }

  /** How many bytes all files take together. */
  public static long bytes(Path version) throws IOException {
    try (Stream<Path> files = Files.walk(version)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Deletes a directory and all that is in it, if it is there. */
  public static void delete(Path version) throws IOException {
    MapDirectory.deleteRecursively(version);
  }

  /**
   * Deletes a version that no running reader uses.
   *
   * @return whether it was deleted
   */
  public static boolean deleteUnlessLeased(Path version) throws IOException {
    Path away = version.resolveSibling(MapPruning.PRUNED + UUID.randomUUID());
    boolean free =
        MapLease.whileFree(
            version,
            () -> {
              Files.move(version, away);
              MapLease.forget(version);
            });
    if (free) {
      delete(away);
    }
    return free;
  }
}
