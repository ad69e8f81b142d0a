package org.waymark.core.dataset.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;

/**
 * Lines of words between blanks or commas. Empty lines and comments, which begin with {@code #},
 * are left out.
 */
public final class WordLines implements Lines {

  private static final Pattern SEPARATOR = Pattern.compile("\\s*,\\s*|\\s+");

  /** No format has longer lines; a file with one is no text. */
  private static final int MAX_CHARACTERS = 1 << 16;

  private final Path file;
  private final BufferedReader reader;
  private long number;

  private WordLines(Path file, BufferedReader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * Opens a file.
   *
   * @throws WaymarkException when it cannot be read
   */
  public static WordLines open(Path file) {
    try {
      return new WordLines(
          file,
          new BufferedReader(
              new InputStreamReader(
                  Files.newInputStream(file),
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPLACE)
                      .onUnmappableCharacter(CodingErrorAction.REPLACE))));
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Optional<Line> next() {
    try {
      while (true) {
        Optional<String> read = readLine();
        if (read.isEmpty()) {
          return Optional.empty();
        }
        number++;
        String text = read.get().strip();
        if (!text.isEmpty() && !text.startsWith("#")) {
          return Optional.of(new Line(number, List.of(SEPARATOR.split(text, -1))));
        }
      }
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  private Optional<String> readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() == MAX_CHARACTERS) {
        throw new WaymarkException(
            "%s:%d: the line is longer than %d characters; this is not the text file that is expected here"
                .formatted(file, number + 1, MAX_CHARACTERS));
      }
      line.append((char) c);
    }
    return Optional.of(line.toString());
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }
}
