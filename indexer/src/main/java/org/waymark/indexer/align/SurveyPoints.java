package org.waymark.indexer.align;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.text.CsvTable;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.trajectory.PosePair;
import org.waymark.indexer.PlaceMap;

/**
 * Points whose coordinates somebody surveyed: a CSV file with the columns {@code x,y,z} of the
 * wanted frame, and either {@code place}, the id of a place of the map, or {@code
 * map_x,map_y,map_z}, a point of the map's frame; in metres.
 */
final class SurveyPoints {

  private static final List<String> TARGET = List.of("x", "y", "z");
  private static final List<String> SOURCE = List.of("map_x", "map_y", "map_z");
  private static final String PLACE = "place";

  /** Points are surveyed by hand. */
  private static final int MOST = 100_000;

  private SurveyPoints() {}

  /**
   * @return points without orientation
   * @throws WaymarkException when the file is not as it should be, naming file and line
   */
  static List<PosePair> read(Path file, PlaceMap map) {
    try (CsvTable table = CsvTable.open(file)) {
      Optional<Integer> place = table.find(PLACE);
      List<Integer> to = TARGET.stream().map(table::column).toList();
      List<Integer> from =
          place.isPresent() ? List.of() : SOURCE.stream().map(table::column).toList();
      List<String> names = new ArrayList<>();
      List<Pose> froms = new ArrayList<>();
      List<Pose> tos = new ArrayList<>();
      Problems problems = new Problems(1);
      table.forEach(
          problems,
          line -> {
            if (tos.size() == MOST) {
              throw new MalformedLineException("there are more than %d points".formatted(MOST));
            }
            Pose target = point(line, to);
            if (place.isPresent()) {
              names.add(line.word(place.orElseThrow()));
            } else {
              froms.add(point(line, from));
            }
            tos.add(target);
          });
      if (problems.count() > 0) {
        throw new WaymarkException(problems.texts().getFirst());
      }
      return pairs(place.isPresent() ? positions(file, map, names) : froms, tos);
    }
  }

  private static List<PosePair> pairs(List<Pose> from, List<Pose> to) {
    List<PosePair> pairs = new ArrayList<>();
    for (int i = 0; i < to.size(); i++) {
      pairs.add(new PosePair(i, from.get(i), to.get(i)));
    }
    return pairs;
  }

  private static List<Pose> positions(Path file, PlaceMap map, List<String> names) {
    Set<String> wanted = new HashSet<>(names);
    Map<String, Pose> poses = new HashMap<>();
    map.forEach(
        described -> {
          if (wanted.contains(described.place().id())) {
            poses.put(described.place().id(), described.place().pose());
          }
        });
    return names.stream()
        .map(
            name ->
                Optional.ofNullable(poses.get(name))
                    .orElseThrow(
                        () ->
                            new WaymarkException(
                                "%s names the place '%s', which map %s/%s does not have"
                                    .formatted(
                                        file,
                                        Line.shown(name),
                                        map.manifest().name(),
                                        map.manifest().version()))))
        .toList();
  }

  private static Pose point(Line line, List<Integer> columns) {
    return new Pose(
        line.number(columns.get(0)),
        line.number(columns.get(1)),
        line.number(columns.get(2)),
        0,
        0,
        0,
        1);
  }
}
