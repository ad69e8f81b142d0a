package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.summary.DatasetSummary;
import org.waymark.core.dataset.summary.Survey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark dataset info}. */
@Command(
    name = "info",
    description = {
      "Says what a data set holds and what is wrong with it.",
      "Malformed lines come with file and line, missing pictures and unreadable poses by name.",
      "Ends with 1 when something is wrong."
    })
final class DatasetInfoCommand extends WaymarkCommand implements Callable<Integer> {

  /** Rows of a table beyond which only their number is said. */
  private static final int MAX_ROWS = 24;

  private static final int SKETCH_COLUMNS = 72;
  private static final int SKETCH_ROWS = 18;

  @Parameters(
      paramLabel = "SPEC",
      description = {
        "The data set, e.g. 7scenes:/data/heads;",
        "or the path of a bag, an MCAP file or a folder of ROS 2, to see its topics."
      })
  private String dataset;

  @Option(
      names = "--read",
      description = "Read every picture and depth map, not only what lists and poses say.")
  private boolean read;

  @Option(
      names = "--problems",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many problems and missing pictures to list. Default: ${DEFAULT-VALUE}.")
  private int listed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DatasetInfoCommand() {}

  @Override
  public Integer call() {
    require(listed >= 0, "--problems is a count of 0 and more");
    if (RecordingPrinter.isRecording(dataset)) {
      return RecordingPrinter.print(Path.of(dataset), json) ? 0 : 1;
    }
    Problems problems = new Problems(listed);
    Dataset opened = Datasets.open(Datasets.spec(dataset), problems);
    DatasetSummary summary =
        Survey.of(opened, read, problems, new Problems(listed), new ConsoleProgress());
    if (json) {
      Json.print(System.out, json(summary));
    } else {
      print(summary);
    }
    return summary.problems().count() + summary.missing().count() == 0 ? 0 : 1;
  }

  private static ObjectNode json(DatasetSummary s) {
    ObjectNode node =
        Json.object()
            .put("dataset", s.spec())
            .put("frames", s.frames())
            .put("poses", s.poses())
            .put("positions", s.positions())
            .put("depth", s.depth())
            .put("stamped", s.stamped());
    s.framesBySequence().forEach(node.putObject("sequences")::put);
    ObjectNode tags = node.putObject("tags");
    s.framesByTag().forEach((tag, counts) -> counts.forEach(tags.putObject(tag)::put));
    Json.put(node, "path_length_m", s.pathLengthMetres());
    Json.put(node, "seconds", s.seconds());
    if (s.areas().size() == 1) {
      s.areas().getFirst().track().extentMetres().forEach(node.putArray("extent_m")::add);
    } else {
      ObjectNode extents = node.putObject("extent_m_by_city");
      for (DatasetSummary.Area area : s.areas()) {
        area.track().extentMetres().forEach(extents.putArray(area.name())::add);
      }
    }
    node.put("missing_pictures", s.missing().count());
    s.missing().texts().forEach(node.putArray("missing")::add);
    node.put("problem_count", s.problems().count());
    s.problems().texts().forEach(node.putArray("problems")::add);
    s.problems().notes().forEach(node.putArray("notes")::add);
    return node;
  }

  private static void print(DatasetSummary s) {
    Table table = new Table("data set", s.spec());
    table.row("frames", Long.toString(s.frames()));
    table.row("sequences", Integer.toString(s.framesBySequence().size()));
    rows(table, s.framesBySequence(), "sequences");
    table.row("with pose", Long.toString(s.poses()));
    table.row("with position", Long.toString(s.positions()));
    table.row("with depth", Long.toString(s.depth()));
    table.row("pictures", s.missing().count() == s.frames() ? "none is there" : s.pictures());
    table.row("duration", duration(s));
    if (s.poses() + s.positions() > 0) {
      table.row("path", Table.number(s.pathLengthMetres(), 1) + " m");
    }
    for (DatasetSummary.Area area : s.areas()) {
      if (area.track().count() > 0) {
        table.row(
            (area.name().isEmpty() ? "extent" : "extent of " + area.name()),
            "%s x %s x %s m"
                .formatted(
                    area.track().extentMetres().stream().map(v -> Table.number(v, 1)).toArray()));
      }
    }
    for (Map.Entry<String, SequencedMap<String, Long>> tag : s.framesByTag().entrySet()) {
      table.row(tag.getKey(), "");
      rows(table, tag.getValue(), "values");
    }
    System.out.print(table);
    sketch(s);
    list("missing", "missing pictures", s.missing());
    list("problem", "problems", s.problems());
  }

  private static String duration(DatasetSummary s) {
    String seconds = Table.number(s.seconds(), 1) + " s";
    if (s.stamped() == s.frames()) {
      return seconds;
    }
    return s.stamped() == 0
        ? seconds + ", which follows from hz: no times are recorded"
        : "%s, in which the times of %d frames follow from hz"
            .formatted(seconds, s.frames() - s.stamped());
  }

  private static void rows(Table table, SequencedMap<String, Long> counts, String what) {
    counts.entrySet().stream()
        .limit(MAX_ROWS)
        .forEach(e -> table.row("  " + e.getKey(), e.getValue().toString()));
    if (counts.size() > MAX_ROWS) {
      table.row("  and %d more %s".formatted(counts.size() - MAX_ROWS, what));
    }
  }

  /** The area with the most positions. */
  private static void sketch(DatasetSummary s) {
    boolean braille =
        Terminal.isInteractive() && System.out.charset().equals(StandardCharsets.UTF_8);
    s.areas().stream()
        .max(java.util.Comparator.comparingLong(area -> area.track().count()))
        .ifPresent(
            area -> {
              List<String> lines =
                  new TrackSketch(braille, SKETCH_COLUMNS, SKETCH_ROWS).draw(area.track());
              lines.forEach(line -> System.out.println("  " + line));
              if (s.areas().size() > 1) {
                System.out.println("  This is " + area.name() + ".");
              }
            });
  }

  private static void list(String each, String all, Problems problems) {
    problems.texts().forEach(text -> System.out.println(each + ": " + text));
    long unlisted = problems.count() - problems.texts().size();
    if (unlisted > 0) {
      System.out.printf(
          "%d %s in all, %d not listed; list more with --problems N%n",
          problems.count(), all, unlisted);
    }
  }
}
