package org.waymark.bridge.live.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.transport.KafkaSettings;

/** Reads {@code bridge.yaml}; docs/ros.md is its reference. */
public final class BridgeConfigFile {

  private static final int POSE_NUMBERS = 7;
  private static final double MAX_SECONDS = 3600;
  private static final int MEBIBYTE = 1 << 20;
  private static final int USUAL_MEBIBYTES = (int) (CameraConfig.Queue.USUAL.bytes() / MEBIBYTE);

  private BridgeConfigFile() {}

  /**
   * Reads a file.
   *
   * @throws WaymarkException when something is wrong with it; it names file, line and key
   */
  public static BridgeConfig read(Path file) {
    YamlSection top = YamlFile.read(file);
    String node = top.text("node").orElse(BridgeConfig.USUAL_NODE);
    Optional<YamlSection> kafka = top.section("kafka");
    KafkaSettings settings =
        kafka
            .map(section -> kafka(section, file))
            .orElse(KafkaSettings.of(BridgeConfig.USUAL_SERVERS));
    boolean create = kafka.map(section -> section.flag("create_topics", true)).orElse(true);
    List<YamlSection> sections = top.sections("robots");
    top.requireNothingElse();
    kafka.ifPresent(YamlSection::requireNothingElse);
    if (sections.isEmpty()) {
      throw top.error("robots", "at least one robot with a name and cameras");
    }
    List<RobotConfig> robots = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlSection section : sections) {
      RobotConfig robot = robot(section, sections.size() == 1);
      if (!names.add(robot.name())) {
        throw section.error("name", "'%s' is the name of another robot".formatted(robot.name()));
      }
      robots.add(robot);
    }
    return new BridgeConfig(node, settings, create, robots);
  }

  private static KafkaSettings kafka(YamlSection section, Path file) {
    List<String> assignments =
        section.texts("settings").entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList();
    Optional<Path> secrets = section.text("config_file").map(name -> file.resolveSibling(name));
    String servers = section.text("bootstrap_servers").orElse(BridgeConfig.USUAL_SERVERS);
    try {
      return KafkaSettings.of(servers, secrets, assignments);
    } catch (WaymarkException e) {
      throw section.error("settings", String.valueOf(e.getMessage()));
    }
  }

  private static RobotConfig robot(YamlSection section, boolean only) {
    String name = section.requiredText("name");
    if (name.isBlank() || name.length() > 200) {
      throw section.error("name", "a name of 1 to 200 characters");
    }
    String space = section.text("namespace").orElse("");
    RobotConfig.Frames frames =
        new RobotConfig.Frames(
            section.text("map_frame").orElse(RobotConfig.Frames.USUAL.map()),
            section.text("odom_frame").orElse(RobotConfig.Frames.USUAL.odom()),
            section.text("base_frame").orElse(RobotConfig.Frames.USUAL.base()));
    RobotConfig.Topics topics =
        new RobotConfig.Topics(
            section.text("odometry").map(topic -> within(space, topic)),
            within(space, section.text("initial_pose").orElse("/initialpose")),
            within(space, section.text("tf").orElse("/tf")),
            within(space, section.text("tf_static").orElse("/tf_static")));
    List<CameraConfig> cameras = new ArrayList<>();
    for (YamlSection camera : section.sections("cameras")) {
      cameras.add(camera(camera, space));
    }
    OutputConfig output =
        output(section.section("output"), only ? OutputConfig.PRIVATE : "~" + topicWord(name));
    section.requireNothingElse();
    if (cameras.isEmpty()) {
      throw section.error("cameras", "at least one camera with a topic");
    }
    return new RobotConfig(name, frames, topics, cameras, output);
  }

  private static CameraConfig camera(YamlSection section, String space) {
    String topic = within(space, section.requiredText("topic"));
    String type = section.choice("type", "auto", List.of("auto", "raw", "compressed"));
    CameraConfig camera =
        new CameraConfig(
            topic,
            CameraConfig.Type.valueOf(type.toUpperCase(Locale.ROOT)),
            section
                .text("info")
                .map(info -> within(space, info))
                .orElse(CameraConfig.infoTopic(topic)),
            section.text("frame"),
            section.numbers("mounting", POSE_NUMBERS).map(n -> pose(section, n)),
            section.flag("reliable", false),
            new CameraConfig.Filter(
                section.number("max_rate", 0, 0, 1000),
                section.flag("skip_parked", false),
                section.number("parked_every", 1, 0, MAX_SECONDS)),
            section.section("jpeg").map(BridgeConfigFile::jpeg),
            section.section("queue").map(BridgeConfigFile::queue).orElse(CameraConfig.Queue.USUAL));
    section.requireNothingElse();
    return camera;
  }

  private static Pose pose(YamlSection section, double[] n) {
    try {
      return new Pose(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
    } catch (IllegalArgumentException e) {
      throw section.error("mounting", "x y z qx qy qz qw: " + e.getMessage());
    }
  }

  private static CameraConfig.Jpeg jpeg(YamlSection section) {
    CameraConfig.Jpeg jpeg =
        new CameraConfig.Jpeg(
            section.whole("quality", 90, 1, 100), section.whole("max_side", 0, 0, 1 << 16));
    section.requireNothingElse();
    return jpeg;
  }

  private static CameraConfig.Queue queue(YamlSection section) {
    CameraConfig.Queue queue =
        new CameraConfig.Queue(
            section.whole("frames", CameraConfig.Queue.USUAL.frames(), 1, 10_000),
            (long) MEBIBYTE * section.whole("mebibytes", USUAL_MEBIBYTES, 1, 4096));
    section.requireNothingElse();
    return queue;
  }

  private static OutputConfig output(Optional<YamlSection> given, String namespace) {
    OutputConfig usual = OutputConfig.usual(namespace);
    if (given.isEmpty()) {
      return usual;
    }
    YamlSection section = given.get();
    OutputConfig output =
        new OutputConfig(
            section.text("namespace").orElse(namespace),
            seconds(section, "max_age", usual.maxAge(), 0.05),
            section.flag("publish_tf", usual.transform()),
            section.number("tf_rate", usual.transformRate(), 0.1, 200),
            seconds(section, "transform_tolerance", usual.transformTolerance(), 0),
            section.flag("tf_uncertain", usual.uncertainTransform()),
            section.number("position_sigma", usual.positionSigma(), 1e-3, 1000),
            section.number("rotation_sigma", usual.rotationSigma(), 1e-3, Math.PI),
            section.text("place_pictures").map(Path::of));
    section.requireNothingElse();
    return output;
  }

  private static Duration seconds(YamlSection section, String key, Duration usual, double min) {
    return Duration.ofNanos(
        (long) (section.number(key, usual.toNanos() / 1e9, min, MAX_SECONDS) * 1e9));
  }

  /** A topic within a robot's namespace; one with a leading slash or tilde stays as it is. */
  private static String within(String space, String topic) {
    return space.isEmpty() || topic.startsWith("/") || topic.startsWith("~")
        ? topic
        : (space.endsWith("/") ? space : space + "/") + topic;
  }

  /** A robot's name as a part of a topic's name. */
  private static String topicWord(String name) {
    String word = name.replaceAll("[^A-Za-z0-9_]", "_");
    return Character.isLetter(word.charAt(0)) ? word : "r" + word;
  }
}
