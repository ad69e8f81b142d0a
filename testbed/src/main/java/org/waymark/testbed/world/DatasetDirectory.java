package org.waymark.testbed.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * A directory that a data set is written to. A file appears under its name only when it is
 * complete; what cannot be written is told with its path.
 */
final class DatasetDirectory {

  /** Lies there from the first moment, so that a directory is known again after a crash. */
  static final String CLAIM = ".waymark-synth";

  private static final String TEMPORARY = ".part";

  private final Path root;

  private DatasetDirectory(Path root) {
    this.root = root;
  }

  /**
   * Makes the directory, or takes one that is empty or that an earlier run made.
   *
   * @throws WaymarkException when it holds something else or cannot be written to
   */
  static DatasetDirectory claim(Path root) {
    try {
      if (Files.exists(root)) {
        List<String> names = names(root);
        if (!names.isEmpty() && !names.contains(CLAIM)) {
          throw new WaymarkException(
              "%s is not empty and holds no simulated data set (it has %s); name a new directory"
                  .formatted(root, names.getFirst()));
        }
      }
      Files.createDirectories(root);
      DatasetDirectory directory = new DatasetDirectory(root);
      directory.write(CLAIM, "written by: waymark dataset synth\n");
      return directory;
    } catch (IOException e) {
      throw cannotWrite(root, e);
    }
  }

  private static List<String> names(Path root) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    }
    names.sort(null);
    return names;
  }

  /** Makes a directory below; removes files that an earlier run left there. */
  void emptyDirectory(String name) {
    Path directory = root.resolve(name);
    try {
      Files.createDirectories(directory);
      for (String file : names(directory)) {
        if (file.startsWith("frame-")) {
          Files.delete(directory.resolve(file));
        }
      }
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
  }

  void remove(String name) {
    try {
      Files.deleteIfExists(root.resolve(name));
    } catch (IOException e) {
      throw cannotWrite(root.resolve(name), e);
    }
  }

  void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String name, byte[] bytes) {
    Path file = root.resolve(name);
    Path part = root.resolve(name + TEMPORARY);
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw cannotWrite(file, e);
    }
  }

  private static WaymarkException cannotWrite(Path path, IOException cause) {
    return new WaymarkException(
        "cannot write %s: %s".formatted(path, FileFailure.reason(cause)), cause);
  }

  /** Text of a file below, or empty when there is none that can be read. */
  static String read(Path root, String name) {
    Path file = root.resolve(name);
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }
}
