package org.waymark.core.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/** Opens data sets of every kind on the class path. */
public final class Datasets {

  private Datasets() {}

  /**
   * Opens the data set that {@code spec} names.
   *
   * @param spec {@code kind:path[?key=value&...]}, or a path whose kind its content tells
   * @throws WaymarkException when the kind or an option is unknown, or the data set is missing,
   *     empty or malformed
   */
  public static Dataset open(String spec) {
    return open(spec(spec));
  }

  /**
   * The data set that a text names: a spec, or the path of something whose kind its content tells,
   * with or without options.
   *
   * @param text e.g. {@code bag:drive.bag?image=/camera}, or {@code drive.bag?image=/camera}
   * @throws WaymarkException when it is neither
   */
  public static DatasetSpec spec(String text) {
    int question = text.indexOf('?');
    String path = question < 0 ? text : text.substring(0, question);
    return recognise(path)
        .map(kind -> DatasetSpec.parse("%s:%s".formatted(kind, text)))
        .orElseGet(() -> DatasetSpec.parse(text));
  }

  private static Optional<String> recognise(String text) {
    try {
      Path path = Path.of(text);
      return Files.exists(path)
          ? kinds().stream().filter(k -> k.recognises(path)).map(DatasetKind::name).findFirst()
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** As {@link #open(String)}. */
  public static Dataset open(DatasetSpec spec) {
    Problems problems = new Problems();
    Dataset dataset = open(spec, problems);
    if (problems.count() > 0) {
      throw new WaymarkException(
          "data set '%s' has %s, the first is %s; see more with: waymark dataset info '%s'"
              .formatted(spec, malformed(problems.count()), problems.texts().getFirst(), spec));
    }
    return dataset;
  }

  private static String malformed(long lines) {
    return lines == 1 ? "a malformed line" : "%d malformed lines".formatted(lines);
  }

  /**
   * Opens what can be read of a data set.
   *
   * @param problems takes what is malformed; the frames in question are left out
   * @throws WaymarkException as {@link #open(String)}, but for malformed lines
   */
  public static Dataset open(DatasetSpec spec, Problems problems) {
    List<DatasetKind> kinds = kinds();
    DatasetKind kind =
        kinds.stream()
            .filter(k -> k.name().equals(spec.kind()))
            .findFirst()
            .orElseThrow(
                () ->
                    new WaymarkException(
                        "data set '%s' is of unknown kind '%s'; known are: %s"
                            .formatted(
                                spec,
                                spec.kind(),
                                kinds.stream()
                                    .map(DatasetKind::name)
                                    .collect(Collectors.joining(", ")))));
    for (String option : spec.options().keySet()) {
      if (!kind.options().contains(option)) {
        throw new WaymarkException(
            "data set '%s' has the unknown option '%s'; %s knows: %s"
                .formatted(
                    spec, option, kind.name(), String.join(", ", new TreeSet<>(kind.options()))));
      }
    }
    return kind.open(spec, problems);
  }

  /** Every kind on the class path, by name. */
  public static List<DatasetKind> kinds() {
    return ServiceLoader.load(DatasetKind.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(java.util.Comparator.comparing(DatasetKind::name))
        .toList();
  }
}
