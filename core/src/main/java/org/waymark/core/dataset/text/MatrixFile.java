package org.waymark.core.dataset.text;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;

/** A pose in a file of its own, as a 4x4 matrix. */
public final class MatrixFile {

  /** A file holds 16 numbers; anything much longer is another file. */
  private static final long MAX_BYTES = 4096;

  private MatrixFile() {}

  /**
   * Reads a pose; empty when there is no such file.
   *
   * @param what the matrix is, for messages, e.g. {@code camera-to-world pose}
   * @throws WaymarkException when the file holds no pose, naming it and where there is one the line
   */
  public static Optional<Pose> read(Path file, String what) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new WaymarkException(
          "%s is no %s: it has %d bytes".formatted(file, what, Files.size(file)));
    }
    try {
      return Optional.of(Pose.ofMatrix(numbers(file, what)));
    } catch (IllegalArgumentException e) {
      throw new WaymarkException("%s is no %s: %s".formatted(file, what, e.getMessage()), e);
    }
  }

  private static double[] numbers(Path file, String what) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new WaymarkException("%s is no %s: it is not text".formatted(file, what), e);
    }
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      for (String word : lines.get(i).strip().split("\\s+", -1)) {
        if (word.isEmpty()) {
          continue;
        }
        try {
          numbers.add(Double.parseDouble(word));
        } catch (NumberFormatException e) {
          throw new WaymarkException(
              "%s:%d: '%s' is no number; a %s is a 4x4 matrix".formatted(file, i + 1, word, what),
              e);
        }
      }
    }
    if (numbers.size() != 16) {
      throw new WaymarkException(
          "%s holds %d numbers; a %s is a 4x4 matrix".formatted(file, numbers.size(), what));
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
