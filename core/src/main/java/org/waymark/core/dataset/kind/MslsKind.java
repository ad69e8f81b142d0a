package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.Unreadable;

/**
 * {@code msls:path}: Mapillary Street-Level Sequences. Folders {@code train_val/CITY} and {@code
 * test/CITY}, in each {@code query} and {@code database} with tables as {@link MslsPart} reads
 * them. Cities come in the order in which they are named, queries before database, and frames in
 * the order of the tables, which is that of the published label matrices.
 */
public final class MslsKind implements DatasetKind {

  private static final String CITY = "city";
  private static final String SUBTASK = "subtask";

  /** As published: seasons, years and light of query and database. */
  private static final List<String> SUBTASKS =
      List.of("all", "s2w", "w2s", "o2n", "n2o", "d2n", "n2d");

  private static final String TRAIN_VAL = "train_val";
  private static final String TEST = "test";

  private static final Map<String, List<String>> CITIES_BY_SPLIT =
      Map.of(
          "train",
          List.of(
              "trondheim",
              "london",
              "boston",
              "melbourne",
              "amsterdam",
              "helsinki",
              "tokyo",
              "toronto",
              "saopaulo",
              "moscow",
              "zurich",
              "paris",
              "bangkok",
              "budapest",
              "austin",
              "berlin",
              "ottawa",
              "phoenix",
              "goa",
              "amman",
              "nairobi",
              "manila"),
          "val",
          List.of("cph", "sf"),
          TEST,
          List.of("miami", "athens", "buenosaires", "stockholm", "bengaluru", "kampala"));

  @Override
  public String name() {
    return "msls";
  }

  @Override
  public String description() {
    return "Mapillary Street-Level Sequences: train_val and test, a folder for each city";
  }

  @Override
  public Set<String> options() {
    return Set.of(CITY, SpecOptions.PART, SpecOptions.SPLIT, SUBTASK, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    Path root = SpecOptions.requireFolder(spec);
    FrameIndex index = new FrameIndex(root).keys(FileNames::stem);
    Optional<String> subtask = SpecOptions.choice(spec, SUBTASK, SUBTASKS);
    FrameClock clock = FrameClock.of(spec);
    for (City city : cities(spec, root)) {
      for (String part : SpecOptions.parts(spec)) {
        new MslsPart(root, city, part, clock).read(subtask, index, problems);
      }
    }
    return index.dataset(spec);
  }

  /**
   * @param folder {@code train_val} or {@code test}
   */
  record City(String folder, String name) {

    /** {@code train}, {@code val} or {@code test}; other cities of train_val are for training. */
    String split() {
      return CITIES_BY_SPLIT.entrySet().stream()
          .filter(split -> split.getValue().contains(name))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse(folder.equals(TEST) ? TEST : "train");
    }
  }

  private static List<City> cities(DatasetSpec spec, Path root) {
    Optional<String> split =
        SpecOptions.choice(spec, SpecOptions.SPLIT, List.of("train", "val", TEST));
    List<String> names = SpecOptions.names(spec, CITY);
    if (!names.isEmpty()) {
      return names.stream()
          .map(name -> find(spec, root, name))
          .filter(city -> split.isEmpty() || split.get().equals(city.split()))
          .toList();
    }
    if (split.isPresent()) {
      return CITIES_BY_SPLIT.getOrDefault(split.get(), List.of()).stream()
          .map(name -> find(spec, root, name))
          .toList();
    }
    List<City> cities = new ArrayList<>();
    for (String folder : List.of(TRAIN_VAL, TEST)) {
      citiesIn(root.resolve(folder)).forEach(name -> cities.add(new City(folder, name)));
    }
    if (cities.isEmpty()) {
      throw new WaymarkException(
          "data set '%s': %s holds neither %s/CITY nor %s/CITY with query and database folders"
              .formatted(spec, root.toAbsolutePath(), TRAIN_VAL, TEST));
    }
    return cities;
  }

  private static City find(DatasetSpec spec, Path root, String name) {
    return Stream.of(TRAIN_VAL, TEST)
        .filter(folder -> !name.isEmpty() && Files.isDirectory(root.resolve(folder).resolve(name)))
        .map(folder -> new City(folder, name))
        .findFirst()
        .orElseThrow(
            () ->
                new WaymarkException(
                    "data set '%s': there is no city '%s' in %s or %s of %s; name those that you have with city=a,b"
                        .formatted(spec, name, TRAIN_VAL, TEST, root.toAbsolutePath())));
  }

  private static List<String> citiesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(city -> Files.isDirectory(city.resolve("query")))
          .map(city -> city.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Unreadable.file(folder, e);
    }
  }
}
