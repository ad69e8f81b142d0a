package org.waymark.bridge.live;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.KafkaOptions;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.live.config.BridgeConfigFile;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.live.config.OutputConfig;
import org.waymark.bridge.live.config.RobotConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * How a bridge is told what to do: a file, or one robot with one camera by options. For the command
 * of this module and for {@code waymark bridge}.
 */
public final class BridgeOptions {

  private static final String USUAL_ODOMETRY = "odom";

  /** The command that these are options of. */
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "bridge.yaml: several robots and cameras, mountings, QoS; see docs/ros.md.")
  private @Nullable Path file;

  @Option(names = "--robot", paramLabel = "NAME", description = "Whose frames; the records' key.")
  private @Nullable String robot;

  @Option(
      names = "--image",
      paramLabel = "TOPIC",
      description = "The camera's topic, raw or compressed, e.g. /camera/image_raw.")
  private @Nullable String image;

  @Option(
      names = "--odometry",
      paramLabel = "TOPIC",
      description = "The odometry's topic. Default: odom.")
  private @Nullable String odometry;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--no-create-topics", description = "Do not make missing Kafka topics.")
  private boolean noCreateTopics;

  @Parameters(
      paramLabel = "name:=value",
      arity = "0..*",
      description = "Remappings and node settings, as ROS has them: from:=to, __name:=x, __ns:=y.")
  private List<String> arguments = List.of();

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public BridgeOptions() {}

  /**
   * What to do.
   *
   * @throws ParameterException when neither a file nor robot and camera are given, or both
   */
  public BridgeConfig config() {
    if (file != null) {
      if (robot != null || image != null || odometry != null || kafka.given() || noCreateTopics) {
        throw new ParameterException(
            command.commandLine(),
            "--config %s says it all: write robot, image, odometry and Kafka's settings there"
                .formatted(file));
      }
      return BridgeConfigFile.read(file);
    }
    if (robot == null || image == null || robot.isBlank() || image.isBlank()) {
      throw new ParameterException(
          command.commandLine(),
          "which robot and camera? Write --robot NAME --image TOPIC, or --config bridge.yaml");
    }
    RobotConfig.Topics topics =
        new RobotConfig.Topics(
            Optional.of(odometry == null ? USUAL_ODOMETRY : odometry),
            "/initialpose",
            "/tf",
            "/tf_static");
    return new BridgeConfig(
        BridgeConfig.USUAL_NODE,
        kafka.settings(),
        !noCreateTopics,
        List.of(
            new RobotConfig(
                robot,
                RobotConfig.Frames.USUAL,
                topics,
                List.of(CameraConfig.ofTopic(image)),
                OutputConfig.usual(OutputConfig.PRIVATE))));
  }

  /** ROS's own arguments. */
  public List<String> rosArguments() {
    return List.copyOf(arguments);
  }
}
