package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.waymark.bridge.KafkaOptions;
import org.waymark.bridge.recording.replay.ReplayOptions;
import org.waymark.core.StopSignal;
import org.waymark.core.dataset.Dataset;
import org.waymark.transport.FrameReplay;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark replay}. */
@Command(
    name = "replay",
    description = {
      "Publishes a recording to waymark.frames as a robot's camera would.",
      "Takes data sets, ROS bags, MCAP files and folders that ROS 2 recorded into."
    })
final class ReplayCommand extends WaymarkCommand implements Callable<Integer> {

  @Mixin private ReplayOptions options;

  @Option(names = "--no-create-topics", description = "Fail when topics are missing.")
  private boolean noCreateTopics;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ReplayCommand() {}

  @Override
  public Integer call() {
    options.check().ifPresent(rule -> require(false, rule));
    Dataset frames = options.dataset();
    KafkaSettings settings = kafka.settings();
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      if (!noCreateTopics) {
        admin.createMissing(Topics.all(Topics.DEFAULT_PARTITIONS));
      }
      admin.partitions(Topics.FRAMES);
    }
    try (StopSignal _ = options.stopSignal()) {
      tell(frames, options.send(settings, frames, new ConsoleProgress()));
    }
    return 0;
  }

  private void tell(Dataset frames, ReplayOptions.Sent sent) {
    FrameReplay.Report report = sent.report();
    if (json) {
      ObjectNode node =
          Json.object()
              .put("dataset", frames.spec().toString())
              .put("robot", options.robot())
              .put("run", sent.run().toString())
              .put("frames", report.frames())
              .put("unreadable", report.unreadable());
      Json.put(node, "seconds", report.elapsed().toNanos() / 1e9);
      Json.print(System.out, node);
    } else {
      System.out.printf(
          "Sent %d frames of %s as %s, run %s%s%n",
          report.frames(),
          frames.spec(),
          options.robot(),
          sent.run(),
          report.unreadable() == 0
              ? ""
              : "; %d of them without a picture, because it could not be read"
                  .formatted(report.unreadable()));
    }
  }
}
