package org.waymark.core.dataset.text;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.waymark.core.dataset.Problems;

/** The lines of an open text file, one after the other. */
public interface Lines extends AutoCloseable {

  /** The file that is read. */
  Path file();

  /** The next line, or empty at the end. */
  Optional<Line> next();

  @Override
  void close();

  /**
   * Hands every line left to {@code reader}. What the reader finds malformed goes to {@code
   * problems} with its place, and the next line follows.
   */
  default void forEach(Problems problems, Consumer<Line> reader) {
    for (Optional<Line> line = next(); line.isPresent(); line = next()) {
      attempt(line.get(), problems, reader);
    }
  }

  /** Reads one line of this file as {@link #forEach} does. */
  default void attempt(Line line, Problems problems, Consumer<Line> reader) {
    try {
      reader.accept(line);
    } catch (MalformedLineException e) {
      problems.add(file(), line.number(), String.valueOf(e.getMessage()));
    }
  }
}
