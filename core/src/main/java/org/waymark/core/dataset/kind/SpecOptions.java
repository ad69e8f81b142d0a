package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetSpec;

/** Values of a spec's options, and its path, as the kinds need them. */
final class SpecOptions {

  static final String PART = "part";
  static final String SPLIT = "split";
  static final String IMAGES = "images";
  static final String POSES = "poses";
  static final String ODOMETRY = "odometry";
  static final String TOLERANCE = "tolerance";
  static final List<String> PARTS = List.of("query", "database");

  private static final double DEFAULT_TOLERANCE_SECONDS = 0.02;

  private SpecOptions() {}

  /** The value of an option that knows few; empty when it is not given. */
  static Optional<String> choice(DatasetSpec spec, String key, List<String> known) {
    Optional<String> value = spec.option(key);
    if (value.isPresent() && !known.contains(value.get())) {
      throw new WaymarkException(
          "%s=%s in data set '%s': write one of %s"
              .formatted(key, value.get(), spec, String.join(", ", known)));
    }
    return value;
  }

  /** Both parts, or the one that {@code part} names. */
  static List<String> parts(DatasetSpec spec) {
    return choice(spec, PART, PARTS).map(List::of).orElse(PARTS);
  }

  /** The names between the commas of an option; none when it is not given. */
  static List<String> names(DatasetSpec spec, String key) {
    return spec.option(key)
        .map(value -> List.of(value.split(",", -1)).stream().map(String::strip).toList())
        .orElse(List.of());
  }

  /** A file or folder that an option names, relative to the data set's folder. */
  static Optional<Path> path(DatasetSpec spec, String key) {
    return spec.option(key).map(value -> folderOf(spec).resolve(value));
  }

  /** The data set's folder: the spec's path, or where that is a file the folder it lies in. */
  static Path folderOf(DatasetSpec spec) {
    Path path = spec.path();
    if (!Files.isRegularFile(path)) {
      return path;
    }
    return Optional.ofNullable(path.getParent()).orElse(Path.of(""));
  }

  /** How far apart in time a picture and what belongs to it may be; {@code tolerance=} seconds. */
  static long toleranceNanos(DatasetSpec spec) {
    String text = spec.option(TOLERANCE).orElse(Double.toString(DEFAULT_TOLERANCE_SECONDS));
    try {
      double seconds = Double.parseDouble(text);
      if (seconds >= 0 && seconds <= 1e6) {
        return Math.round(seconds * 1e9);
      }
    } catch (NumberFormatException e) {
      // Said below, as for a negative number.
    }
    throw new WaymarkException(
        "tolerance=%s in data set '%s' is no time in seconds: write e.g. tolerance=0.02"
            .formatted(text, spec));
  }

  /**
   * @throws WaymarkException when the spec's path is no folder
   */
  static Path requireFolder(DatasetSpec spec) {
    if (!Files.isDirectory(spec.path())) {
      throw new WaymarkException(
          "data set '%s': there is no folder %s".formatted(spec, spec.path().toAbsolutePath()));
    }
    return spec.path();
  }
}
