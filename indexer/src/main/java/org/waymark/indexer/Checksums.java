package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.waymark.core.FileFailure;
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
    problems(directory, expected, _ -> {})
        .findFirst()
        .ifPresent(
            problem -> {
              throw new WaymarkException(problem);
            });
  }

  /**
   * Everything that is wrong, each naming a file; files are read as the stream is.
   *
   * @param checked told each file that was looked at
   * @throws WaymarkException when the map lists no files, or such as are not its own
   */
  static Stream<String> problems(
      Path directory, Map<String, String> expected, Consumer<String> checked) {
    if (expected.isEmpty()) {
      throw new WaymarkException("map %s lists no files; rebuild it".formatted(directory));
    }
    requireOwnNames(directory, expected);
    Stream<String> damaged =
        expected.entrySet().stream()
            .flatMap(
                file -> {
                  Optional<String> problem =
                      problem(directory.resolve(file.getKey()), file.getValue());
                  checked.accept(file.getKey());
                  return problem.stream();
                });
    return Stream.concat(damaged, Stream.of(directory).flatMap(d -> others(d, expected)));
  }

  private static Optional<String> problem(Path file, String digest) {
    try {
      return Digests.sha256(file).equals(digest)
          ? Optional.empty()
          : Optional.of(
              "map file %s was changed or damaged after it was built; rebuild the map with: waymark index build"
                  .formatted(file));
    } catch (IOException e) {
      return Optional.of(
          "map file %s cannot be read: %s; rebuild the map with: waymark index build"
              .formatted(file, FileFailure.reason(e)));
    }
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
  private static Stream<String> others(Path directory, Map<String, String> expected) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !expected.containsKey(file.getFileName().toString()))
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .map("map file %s was added after the map was built; remove it"::formatted)
          .toList()
          .stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.of(
          "map files %s cannot be listed: %s".formatted(directory, FileFailure.reason(e)));
    }
  }
}
