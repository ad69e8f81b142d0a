package org.waymark.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.waymark.avro.Localization;
import org.waymark.avro.Pose;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.PoseError;
import org.waymark.indexer.MapManifest;
import picocli.CommandLine.Help.Ansi;

/**
 * What a person sees of the demo: how far it is, a line for each outcome, and a table at the end.
 */
final class DemoPrinter {

  private final PrintStream out;
  private final boolean poses;
  private final Ansi ansi = Terminal.colours();

  /**
   * Prints to a stream.
   *
   * @param poses whether to print a line for each outcome
   */
  DemoPrinter(PrintStream out, boolean poses) {
    this.out = out;
    this.poses = poses;
  }

  void begin(Demo.Settings settings) {
    out.println(
        settings
            .dataset()
            .map(spec -> "Recording: %s; the train split becomes the map".formatted(spec))
            .orElse(
                "A robot drives twice through a simulated building (seed %d); its first drive becomes the map"
                    .formatted(settings.seed())));
    out.println("Model:     " + settings.model().name());
  }

  void driving(MapManifest map, long frames, double rate) {
    out.printf(
        Locale.ROOT,
        "Map:       %d places. Now %d frames of another drive, %s%n",
        map.places(),
        frames,
        rate == 0
            ? "as fast as it goes"
            : "live at %s x recorded speed".formatted(Table.number(rate, 1)));
    if (poses) {
      out.println(
          ansi.string(
              "@|faint %9s  %-10s %8s %8s %8s   %-18s %-26s %s|@"
                  .formatted("time", "outcome", "x", "y", "z", "off by", "looks like", "latency")));
    }
  }

  void outcome(Localization localization, Optional<PoseError> error, double latency) {
    if (!poses) {
      return;
    }
    String time = String.format(Locale.ROOT, "%8.2f s", localization.getStampNanos() / 1e9);
    Pose pose = localization.getCameraPose();
    String name = localization.getOutcome().name();
    String colour =
        switch (localization.getOutcome()) {
          case LOCALIZED -> "green";
          case UNCERTAIN -> "yellow";
          case LOST, STALE, REJECTED -> "red";
        };
    String outcome = "@|%s %-10s|@".formatted(colour, name);
    if (pose == null) {
      out.println(
          ansi.string("%s  %s %s".formatted(time, outcome, plain(localization.getReason()))));
      return;
    }
    String off =
        error
            .map(e -> String.format(Locale.ROOT, "%.2f m  %3.0f deg", e.metres(), e.degrees()))
            .orElse("");
    out.println(
        ansi.string(
            String.format(
                Locale.ROOT,
                "%s  %s %8.2f %8.2f %8.2f   %-18s %-26s %4.0f ms",
                time,
                outcome,
                pose.getX(),
                pose.getY(),
                pose.getZ(),
                off,
                plain(localization.getCandidates().getFirst().getPlace()),
                latency)));
  }

  /** Text from outside must not be taken for colour codes. */
  private static String plain(String text) {
    return String.valueOf(text).replace("@|", "@ |");
  }

  void summary(DemoReport report) {
    Table table = new Table("frames in", Long.toString(report.framesIn()));
    table.row(
        "outcomes",
        report.outcomes()
            + ": "
            + report.stream().outcomes().entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", ")));
    var retrieval = report.retrieval();
    retrieval
        .recall()
        .forEach(
            (k, value) ->
                table.row(
                    "recall@" + k,
                    "%s of %d queries, %d of which have such a place (surface overlap > %s)"
                        .formatted(
                            Table.number(value, 3),
                            retrieval.queries(),
                            retrieval.queriesWithPositive(),
                            Table.number(Demo.POSITIVE, 2))));
    table.row("position error", percentiles(report.stream().positionErrorMetres(), "m"));
    table.row("rotation error", percentiles(report.stream().rotationErrorDegrees(), "deg"));
    table.row(
        "latency",
        "p50 %s ms, p99 %s ms"
            .formatted(
                Table.number(report.latencyMillis().at(50), 0),
                Table.number(report.latencyMillis().at(99), 0)));
    table.row("throughput", Table.number(report.framesPerSecond(), 1) + " frames/s");
    table.row("first pose", Table.number(report.secondsToFirstPose(), 1) + " s after start");
    table.row("model", report.settings().model().name());
    out.println();
    out.print(table);
    if (!report.complete()) {
      out.printf("%d frames have no outcome.%n", report.framesIn() - report.outcomes());
    }
  }

  private static String percentiles(Percentiles percentiles, String unit) {
    return "median %s %s, p90 %s %s"
        .formatted(
            Table.number(percentiles.median(), 2), unit, Table.number(percentiles.at(90), 2), unit);
  }

  void staysUp(String bootstrapServers) {
    out.println();
    out.printf("Kafka stays up at %s until Ctrl-C. In another terminal:%n", bootstrapServers);
    out.printf("  waymark topics check --bootstrap-servers %s%n", bootstrapServers);
    out.printf(
        "  waymark replay SPEC --robot r2 --rate 1 --bootstrap-servers %s%n", bootstrapServers);
  }
}
