package org.waymark.indexer.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of a directory this process has mapped, as Linux tells. */
final class MappedFiles {

  static final Path MAPS = Path.of("/proc/self/maps");

  private MappedFiles() {}

  /** Counts files too that were deleted and are still mapped. */
  static long below(Path directory) throws IOException {
    String prefix = directory.toRealPath() + "/";
    try (var lines = Files.lines(MAPS)) {
      return lines.filter(line -> line.contains(prefix)).count();
    }
  }
}
