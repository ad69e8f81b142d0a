package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.KafkaOptions;
import org.waymark.bridge.recording.export.DriveExport;
import org.waymark.core.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark record}. */
@Command(
    name = "record",
    description = {
      "Writes a robot's frames and localizations into an MCAP file, which Foxglove opens.",
      "Pictures, poses with covariance on /waymark/pose, and /tf."
    })
final class RecordCommand extends WaymarkCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUT.mcap", description = "The file, which must not be there.")
  private Path file;

  @Option(names = "--robot", paramLabel = "NAME", required = true, description = "Whose drive.")
  private String robot;

  @Option(
      names = "--run",
      paramLabel = "UUID",
      description = "Which run of a bridge or replay. Default: the latest.")
  private @Nullable String run;

  @Option(names = "--follow", description = "Go on at the end of what Kafka holds, until Ctrl-C.")
  private boolean follow;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RecordCommand() {}

  @Override
  public Integer call() {
    DriveExport export = new DriveExport(kafka.settings(), robot, Optional.ofNullable(run), follow);
    // When the process is told to end, the file gets its index first.
    try (StopSignal _ = StopSignal.asks(export::stop, "the file ends without an index")) {
      tell(export.write(file));
    }
    return 0;
  }

  private void tell(DriveExport.Report report) {
    if (json) {
      ObjectNode node =
          Json.object()
              .put("file", file.toString())
              .put("robot", robot)
              .put("run", report.run())
              .put("frames", report.frames())
              .put("localizations", report.localizations());
      Json.print(System.out, node);
    } else {
      System.out.printf(
          "Wrote %d frames and %d localizations of %s, run %s, to %s%n",
          report.frames(), report.localizations(), robot, report.run(), file);
    }
  }
}
