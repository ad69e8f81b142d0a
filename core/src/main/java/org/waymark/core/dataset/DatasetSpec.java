package org.waymark.core.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/**
 * The name of a data set: {@code kind:path[?key=value&...]}, e.g. {@code
 * 7scenes:/data/heads?split=test}. Values stand as they are, without URL escapes.
 */
public record DatasetSpec(String kind, Path path, SequencedMap<String, String> options) {

  private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9-]+):([^?]+)(?:\\?(.*))?");

  public DatasetSpec {
    options = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
  }

  /**
   * @throws WaymarkException when the text has another form
   */
  public static DatasetSpec parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new WaymarkException(
          "'%s' names no data set: no recording lies there, and it is not of the form kind:path[?key=value&...], e.g. 7scenes:/data/heads?split=test"
              .formatted(text));
    }
    LinkedHashMap<String, String> options = new LinkedHashMap<>();
    String query = matcher.group(3);
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals <= 0) {
          throw new WaymarkException("'%s' in data set '%s' is no key=value".formatted(pair, text));
        }
        if (options.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
          throw new WaymarkException(
              "data set '%s' gives '%s' twice".formatted(text, pair.substring(0, equals)));
        }
      }
    }
    try {
      return new DatasetSpec(matcher.group(1), Path.of(matcher.group(2)), options);
    } catch (InvalidPathException e) {
      throw new WaymarkException(
          "'%s' is no path: %s".formatted(matcher.group(2), e.getReason()), e);
    }
  }

  /**
   * As {@link #parse}, and the path of a folder alone means its pictures: {@code /photos} is {@code
   * folder:/photos}.
   */
  public static DatasetSpec parseOrFolder(String text) {
    if (!FORM.matcher(text).matches() && Files.isDirectory(Path.of(text))) {
      return new DatasetSpec("folder", Path.of(text), new LinkedHashMap<>());
    }
    return parse(text);
  }

  public Optional<String> option(String key) {
    return Optional.ofNullable(options.get(key));
  }

  /** The same data set with one option set or replaced. */
  public DatasetSpec with(String key, String value) {
    LinkedHashMap<String, String> changed = new LinkedHashMap<>(options);
    changed.put(key, value);
    return new DatasetSpec(kind, path, changed);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    String query =
        options.entrySet().stream()
            .map((Map.Entry<String, String> e) -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining("&"));
    return kind + ":" + path + (query.isEmpty() ? "" : "?" + query);
  }
}
