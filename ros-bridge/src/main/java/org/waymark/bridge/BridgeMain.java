package org.waymark.bridge;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.waymark.bridge.live.BridgeOptions;
import org.waymark.bridge.live.Ros1Bridge;
import org.waymark.bridge.live.Ros2Bridge;
import org.waymark.bridge.live.Ros2Options;
import org.waymark.bridge.recording.replay.ReplayOptions;
import org.waymark.core.Ending;
import org.waymark.core.StopSignal;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the bridge alone. */
@Command(
    name = "waymark-bridge",
    description = "From recordings and robots to Kafka, without PyTorch, Lucene or a broker.",
    mixinStandardHelpOptions = true,
    subcommands = {BridgeMain.Ros1.class, BridgeMain.Ros2.class, BridgeMain.Replay.class})
public final class BridgeMain {

  private static final String LOG_CONFIGURATION = "logback.configurationFile";

  private BridgeMain() {}

  public static void main(String[] args) {
    Ending.atOnceOnTheSecondSignal();
    // Names and numbers that programs read do not depend on a person's locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    // Not logback.xml: the waymark command has this module and a configuration of its own.
    if (System.getProperty(LOG_CONFIGURATION) == null) {
      System.setProperty(LOG_CONFIGURATION, "logback-bridge.xml");
    }
    System.exit(run(args));
  }

  /** Runs a command line; returns its exit code: 0 ok, 1 failed, 2 wrong usage. */
  static int run(String... args) {
    return new CommandLine(new BridgeMain())
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              String message =
                  failure instanceof WaymarkException
                      ? String.valueOf(failure.getMessage())
                      : "unexpected failure: " + failure;
              commandLine.getErr().println("waymark-bridge: " + message);
              return 1;
            })
        .execute(args);
  }

  /** {@code waymark-bridge ros1}. */
  @Command(
      name = "ros1",
      mixinStandardHelpOptions = true,
      description = "Joins a ROS 1 graph and Kafka: frames there, poses back.")
  static final class Ros1 implements Callable<Integer> {

    @Mixin private BridgeOptions options;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Ros1() {}

    @Override
    public Integer call() throws InterruptedException {
      Ros1Bridge.run(options);
      return 0;
    }
  }

  /** {@code waymark-bridge ros2}. */
  @Command(
      name = "ros2",
      mixinStandardHelpOptions = true,
      description = "Joins a ROS 2 graph and Kafka: frames there, poses back.")
  static final class Ros2 implements Callable<Integer> {

    @Mixin private BridgeOptions options;

    @Mixin private Ros2Options ros;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Ros2() {}

    @Override
    public Integer call() throws InterruptedException {
      Ros2Bridge.run(options, ros);
      return 0;
    }
  }

  /** {@code waymark-bridge replay}. */
  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = "Publishes a recording to waymark.frames as a robot's camera would.")
  static final class Replay implements Callable<Integer> {

    @Mixin private ReplayOptions options;

    @Spec private CommandSpec spec;

    @Mixin private KafkaOptions kafka;

    @Option(names = "--no-create-topics", description = "Fail when topics are missing.")
    private boolean noCreateTopics;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Replay() {}

    @Override
    public Integer call() {
      options
          .check()
          .ifPresent(
              rule -> {
                throw new ParameterException(spec.commandLine(), rule);
              });
      Dataset frames = options.dataset();
      KafkaSettings settings = kafka.settings();
      try (TopicAdmin admin = TopicAdmin.connect(settings)) {
        if (!noCreateTopics) {
          admin.createMissing(Topics.all(Topics.DEFAULT_PARTITIONS));
        }
        admin.partitions(Topics.FRAMES);
      }
      try (StopSignal _ = options.stopSignal()) {
        ReplayOptions.Sent sent = options.send(settings, frames, ProgressReporter.silent());
        System.out.printf(
            "Sent %d frames as %s, run %s; %d of them without a readable picture%n",
            sent.report().frames(), options.robot(), sent.run(), sent.report().unreadable());
      }
      return 0;
    }
  }
}
