package org.waymark.indexer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;

/**
 * SHA-256 of the files of a map: a flipped bit in a vector opens and searches without any
 * complaint.
 */
final class Checksums {

  private Checksums() {}

  /** Digests of all files of a directory, by name, in the order of their names. */
  static SequencedMap<String, String> of(Path directory) throws IOException {
    TreeMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        digests.put(file.getFileName().toString(), sha256(file));
      }
    }
    return digests;
  }

  /**
   * @throws WaymarkException naming the first file that is missing or not what it was
   */
  static void verify(Path directory, Map<String, String> expected) {
    if (expected.isEmpty()) {
      throw new WaymarkException("map %s lists no files; rebuild it".formatted(directory));
    }
    expected.forEach(
        (name, digest) -> {
          Path file = directory.resolve(name).normalize();
          if (!directory.normalize().equals(file.getParent())) {
            throw new WaymarkException(
                "map %s lists the file '%s', which is not its own".formatted(directory, name));
          }
          try {
            if (!sha256(file).equals(digest)) {
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
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
