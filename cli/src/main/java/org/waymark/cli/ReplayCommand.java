package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.transport.FrameReplay;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark replay}. */
@Command(
    name = "replay",
    description = "Publishes a recording to waymark.frames as a robot's camera would.")
final class ReplayCommand extends WaymarkCommand implements Callable<Integer> {

  private static final int MAX_NAME = 200;

  @Parameters(
      paramLabel = "SPEC",
      description = "The data set, e.g. 7scenes:/data/heads?split=test")
  private String dataset;

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      required = true,
      description = "Whose frames these are; the records' key.")
  private String robot;

  @Option(
      names = "--camera",
      paramLabel = "FRAME",
      defaultValue = "camera",
      description = "The camera's ROS frame id. Default: ${DEFAULT-VALUE}.")
  private String camera;

  @Option(
      names = "--rate",
      paramLabel = "X",
      defaultValue = "0",
      description = "1 is recorded speed, 0 as fast as it goes. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(names = "--no-create-topics", description = "Fail when topics are missing.")
  private boolean noCreateTopics;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ReplayCommand() {}

  private void requireName(String option, String name) {
    require(
        !name.isBlank()
            && name.length() <= MAX_NAME
            && name.chars().noneMatch(Character::isISOControl),
        "%s is a name of 1 to %d printable characters".formatted(option, MAX_NAME));
  }

  @Override
  public Integer call() {
    require(
        rate >= 0 && Double.isFinite(rate),
        "--rate is a speed: 1 as recorded, 0 as fast as it goes");
    requireName("--robot", robot);
    requireName("--camera", camera);
    Dataset frames = Datasets.open(dataset);
    KafkaSettings settings = kafka.settings();
    UUID run = UUID.randomUUID();
    FrameReplay replay = new FrameReplay(settings, robot, camera, run, rate);
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      if (!noCreateTopics) {
        admin.createMissing(Topics.all(Topics.DEFAULT_PARTITIONS));
      }
      admin.partitions(Topics.FRAMES);
    }
    FrameReplay.Report report = replay.send(frames, new ConsoleProgress());
    if (json) {
      ObjectNode node =
          Json.object()
              .put("dataset", frames.spec().toString())
              .put("robot", robot)
              .put("run", run.toString())
              .put("frames", report.frames())
              .put("unreadable", report.unreadable());
      Json.put(node, "seconds", report.elapsed().toNanos() / 1e9);
      Json.print(System.out, node);
    } else {
      System.out.printf(
          "Sent %d frames of %s as %s, run %s%s%n",
          report.frames(),
          frames.spec(),
          robot,
          run,
          report.unreadable() == 0
              ? ""
              : "; %d of them without a picture, because it could not be read"
                  .formatted(report.unreadable()));
    }
    return 0;
  }
}
