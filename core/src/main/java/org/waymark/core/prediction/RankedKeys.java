package org.waymark.core.prediction;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.waymark.core.WaymarkException;

/**
 * The predictions file of Mapillary Street-Level Sequences: one query a line, {@code queryKey
 * mapKey mapKey ...}, best first, separated by blanks. Lines with {@code #} are comments.
 *
 * @param file where it was read from, for messages
 * @param lines in the file's order
 */
public record RankedKeys(Path file, List<Line> lines) {

  /** The largest known benchmark has half a million queries. */
  private static final int MAX_LINES = 10_000_000;

  private static final int MAX_LINE = 1 << 20;

  /**
   * What was predicted for one query.
   *
   * @param number of the line, from 1
   */
  public record Line(int number, String query, List<String> places) {}

  /**
   * Predictions in the order of queries and places.
   *
   * @param ranked {@code [query][rank]}: indices of places, best first; empty for a query that the
   *     file does not name
   * @param answered how many queries it names
   * @param unknown how many predictions named no place, and were passed over
   */
  public record Resolved(List<int[]> ranked, int answered, int unknown) {}

  /**
   * @throws WaymarkException when it cannot be read, is empty, or a line names no place, a query
   *     again or a place twice: with file and line
   */
  public static RankedKeys read(Path file) {
    List<Line> lines = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        if (text.isBlank() || text.startsWith("#")) {
          continue;
        }
        Line line = parse(file, number, text);
        Integer before = seen.putIfAbsent(line.query(), number);
        if (before != null) {
          throw new WaymarkException(
              "%s:%d: query %s was on line %d already"
                  .formatted(file, number, line.query(), before));
        }
        lines.add(line);
        if (lines.size() > MAX_LINES) {
          throw new WaymarkException("%s has more than %d lines".formatted(file, MAX_LINES));
        }
      }
    } catch (CharacterCodingException e) {
      throw new WaymarkException("%s is no predictions file: it is not text".formatted(file), e);
    } catch (IOException e) {
      throw new WaymarkException("predictions %s cannot be read: %s".formatted(file, e), e);
    }
    if (lines.isEmpty()) {
      throw new WaymarkException(
          "%s holds no prediction; a line is: queryKey mapKey mapKey ...".formatted(file));
    }
    return new RankedKeys(file, List.copyOf(lines));
  }

  private static Line parse(Path file, int number, String text) {
    if (text.length() > MAX_LINE) {
      throw new WaymarkException(
          "%s:%d: a line of %d characters; that is no prediction"
              .formatted(file, number, text.length()));
    }
    List<String> words = List.of(text.strip().split("\\s+", -1));
    Set<String> places = new HashSet<>();
    for (String place : words.subList(1, words.size())) {
      if (!places.add(place)) {
        throw new WaymarkException(
            "%s:%d: place %s is predicted twice for query %s"
                .formatted(file, number, place, words.getFirst()));
      }
    }
    if (places.isEmpty()) {
      throw new WaymarkException(
          "%s:%d: query %s has no prediction".formatted(file, number, words.getFirst()));
    }
    return new Line(number, words.getFirst(), words.subList(1, words.size()));
  }

  /**
   * Looks the keys up.
   *
   * @param queries keys in the order of the truth
   * @param places likewise
   * @param lenient passes over places that are not in the map, as MSLS's own script means to: these
   *     are usually its panoramas
   * @throws WaymarkException naming file, line and key that is no query, or no place
   */
  public Resolved resolve(List<String> queries, List<String> places, boolean lenient) {
    Map<String, Integer> queryIndex = index(queries, "query");
    Map<String, Integer> placeIndex = index(places, "place");
    List<int[]> ranked = new ArrayList<>();
    queries.forEach(q -> ranked.add(new int[0]));
    int unknown = 0;
    int answered = 0;
    for (Line line : lines) {
      Integer query = queryIndex.get(line.query());
      if (query == null) {
        if (lenient) {
          continue;
        }
        throw new WaymarkException(
            "%s:%d: there is no query %s".formatted(file, line.number(), line.query()));
      }
      int[] row = new int[line.places().size()];
      int n = 0;
      for (String key : line.places()) {
        Integer place = placeIndex.get(key);
        if (place != null) {
          row[n++] = place;
        } else if (lenient) {
          unknown++;
        } else {
          throw new WaymarkException(
              "%s:%d: query %s: there is no place %s in the map"
                  .formatted(file, line.number(), line.query(), key));
        }
      }
      ranked.set(query, java.util.Arrays.copyOf(row, n));
      answered++;
    }
    return new Resolved(ranked, answered, unknown);
  }

  private static Map<String, Integer> index(List<String> keys, String what) {
    Map<String, Integer> index = HashMap.newHashMap(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      if (index.putIfAbsent(keys.get(i), i) != null) {
        throw new WaymarkException(
            "the key %s names two frames, so a prediction cannot say which %s it means"
                .formatted(keys.get(i), what));
      }
    }
    return index;
  }

  /**
   * Writes what {@link #read} reads; queries without a prediction are left out.
   *
   * @param ranked {@code [query][rank]}: indices of places
   * @throws WaymarkException when it cannot be written, or a key has a blank in it
   */
  public static void write(
      Path file, List<String> queries, List<String> places, List<int[]> ranked) {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int q = 0; q < queries.size(); q++) {
        if (ranked.get(q).length == 0) {
          continue;
        }
        writer.write(word(file, queries.get(q)));
        for (int place : ranked.get(q)) {
          writer.write(' ');
          writer.write(word(file, places.get(place)));
        }
        writer.write('\n');
      }
    } catch (IOException e) {
      throw new WaymarkException("predictions %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private static String word(Path file, String key) {
    if (key.isEmpty() || key.startsWith("#") || key.chars().anyMatch(Character::isWhitespace)) {
      throw new WaymarkException(
          "%s cannot be written: the name '%s' is no word; write indices with a file name that ends in .npy"
              .formatted(file, key));
    }
    return key;
  }
}
