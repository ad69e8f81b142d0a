package org.waymark.core.dataset.kind;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.index.Doubles;
import org.waymark.core.dataset.text.Unreadable;

/**
 * An index file of the authors of GCL: {@code {"im_prefix", "im_paths", "poses" or "loc"}}, poses
 * {@code x y z qx qy qz qw} camera-to-world, locations {@code east north heading}.
 *
 * <p>Such a file is one long line, so messages count entries, from 1.
 */
final class JsonIndex {

  /** Any index has less; a file that nests deeper or has longer texts is another. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(16)
          .maxStringLength(1 << 16)
          .maxNumberLength(100)
          .build();

  private static final int POSE = 7;
  private static final int LOCATION = 3;

  private final Path file;
  private final Problems problems;
  private final List<String> paths = new ArrayList<>();
  private final Doubles poses = new Doubles(POSE);
  private final Doubles locations = new Doubles(LOCATION);
  private final BitSet malformed = new BitSet();
  private String prefix = "";

  private JsonIndex(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Reads a file.
   *
   * @param problems takes entries that are no pose or location; see {@link #isMalformed}
   * @throws WaymarkException when it is missing, no JSON, or has not as many poses as paths
   */
  static JsonIndex read(Path file, Problems problems) {
    JsonIndex index = new JsonIndex(file, problems);
    // Python writes NaN where it has no number.
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    try (JsonParser parser = factory.createParser(file.toFile())) {
      index.read(parser);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new WaymarkException(
          "%s:%d: this is no JSON index: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw Unreadable.file(
          file,
          file.toFile().exists() ? e : new java.nio.file.NoSuchFileException(file.toString()));
    }
    index.requireSameCount("poses", index.poses);
    index.requireSameCount("loc", index.locations);
    return index;
  }

  String prefix() {
    return prefix;
  }

  int size() {
    return paths.size();
  }

  String path(int i) {
    return paths.get(i);
  }

  /** Whether an entry's pose or location is none. */
  boolean isMalformed(int i) {
    return malformed.get(i);
  }

  boolean hasPoses() {
    return poses.rows() > 0;
  }

  boolean hasLocations() {
    return locations.rows() > 0;
  }

  double[] pose(int i) {
    return row(poses, i, POSE);
  }

  /** East, north and heading; the heading is NaN where there is none. */
  double[] location(int i) {
    return row(locations, i, LOCATION);
  }

  private static double[] row(Doubles column, int row, int width) {
    double[] numbers = new double[width];
    for (int i = 0; i < width; i++) {
      numbers[i] = column.get(row, i);
    }
    return numbers;
  }

  private void requireSameCount(String name, Doubles column) {
    if (column.rows() != 0 && column.rows() != paths.size()) {
      throw new WaymarkException(
          "%s has %d entries in im_paths, but %d in %s; write the file again"
              .formatted(file, paths.size(), column.rows(), name));
    }
  }

  private void read(JsonParser parser) throws IOException {
    expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "im_prefix" -> {
          expect(parser, value, JsonToken.VALUE_STRING);
          prefix = parser.getText();
        }
        case "im_paths" -> readPaths(parser);
        case "poses" -> readNumbers(parser, name, poses, POSE, POSE);
        case "loc" -> readNumbers(parser, name, locations, LOCATION, LOCATION - 1);
        default -> parser.skipChildren();
      }
    }
    if (paths.isEmpty()) {
      throw new WaymarkException(
          "%s names no pictures: the list im_paths is missing or empty".formatted(file));
    }
  }

  private static void expect(JsonParser parser, JsonToken token, JsonToken expected)
      throws IOException {
    if (token != expected) {
      throw new JsonParseException(
          parser, "%s where %s is expected".formatted(token, expected), parser.currentLocation());
    }
  }

  private void readPaths(JsonParser parser) throws IOException {
    expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
      paths.add(parser.getText());
    }
  }

  /** Reads lists of numbers, of which those from {@code atLeast} on may be missing or NaN. */
  private void readNumbers(JsonParser parser, String name, Doubles column, int width, int atLeast)
      throws IOException {
    expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
      double[] numbers = new double[width];
      java.util.Arrays.fill(numbers, Double.NaN);
      int count = 0;
      boolean finite = true;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        double value = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
        boolean unknown = count >= atLeast && parser.currentToken().isNumeric();
        finite &= Double.isFinite(value) || (unknown && Double.isNaN(value));
        if (count < width) {
          numbers[count] = value;
        }
        parser.skipChildren();
        count++;
      }
      if (!finite || count > width || count < atLeast) {
        malformed.set(column.rows());
        problems.add(
            file,
            parser.currentLocation().getLineNr(),
            "entry %d of %s is not %d finite numbers".formatted(column.rows() + 1, name, width));
      }
      column.add(numbers);
    }
  }
}
