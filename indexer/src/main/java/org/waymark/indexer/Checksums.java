package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;

/**
 * SHA-256 of the files of a map: a flipped bit in a vector opens and searches without any
 * complaint.
 */
final class Checksums {

  /** Names that Lucene gives; hidden files are what file systems and desktops leave. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.]*");

  private Checksums() {}

  /** Digests of all files of a directory, by name, in the order of their names. */
  static SequencedMap<String, String> of(Path directory) throws IOException {
    TreeMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        digests.put(file.getFileName().toString(), Digests.sha256(file));
      }
    }
    return digests;
  }

  /**
   * @throws WaymarkException naming the first file that is missing, not what it was, or not the
   *     map's
   */
  static void verify(Path directory, Map<String, String> expected) {
    if (expected.isEmpty()) {
      throw new WaymarkException("map %s lists no files; rebuild it".formatted(directory));
    }
    requireOwnNames(directory, expected);
    expected.forEach(
        (name, digest) -> {
          Path file = directory.resolve(name);
          try {
            if (!Digests.sha256(file).equals(digest)) {
              throw new WaymarkException(
                  "map file %s was changed or damaged after it was built; rebuild the map with: waymark index build"
                      .formatted(file));
            }
          } catch (IOException e) {
            throw new WaymarkException(
                "map file %s cannot be read (%s); rebuild the map with: waymark index build"
                    .formatted(file, e.getClass().getSimpleName()),
                e);
          }
        });
    requireNoOthers(directory, expected);
  }

  /** Refuses names that lead elsewhere. */
  static void requireOwnNames(Path directory, Map<String, String> files) {
    for (String name : files.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new WaymarkException(
            "map %s lists the file '%s', which is not its own".formatted(directory, name));
      }
    }
  }

  /** Lucene opens the newest commit that it finds, whoever wrote it. */
  private static void requireNoOthers(Path directory, Map<String, String> expected) {
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> !expected.containsKey(file.getFileName().toString()))
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .findFirst()
          .ifPresent(
              file -> {
                throw new WaymarkException(
                    "map file %s was added after the map was built; remove it".formatted(file));
              });
    } catch (IOException | UncheckedIOException e) {
      throw new WaymarkException("map files %s cannot be listed: %s".formatted(directory, e), e);
    }
  }
}
