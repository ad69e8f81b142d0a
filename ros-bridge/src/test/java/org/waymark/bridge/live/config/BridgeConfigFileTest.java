package org.waymark.bridge.live.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;

class BridgeConfigFileTest {

  private static final String SMALLEST =
      """
      robots:
        - name: r1
          cameras:
            - topic: camera/image_raw
      """;

  @TempDir Path directory;

  @Test
  void shouldFillInWhatIsUsual() throws IOException {
    BridgeConfig config = read(SMALLEST);
    assertThat(config.node()).isEqualTo("waymark");
    assertThat(config.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThat(config.createTopics()).isTrue();
    RobotConfig robot = config.robots().getFirst();
    assertThat(robot.output().topic("pose")).isEqualTo("~pose");
    assertThat(robot.frames()).isEqualTo(RobotConfig.Frames.USUAL);
    assertThat(robot.cameras()).containsExactly(CameraConfig.ofTopic("camera/image_raw"));
    assertThat(robot.cameras().getFirst().infoTopic()).isEqualTo("camera/camera_info");
  }

  @Test
  void shouldReadEverySetting() throws IOException {
    BridgeConfig config =
        read(
            """
            node: eyes
            kafka:
              bootstrap_servers: k1:9092,k2:9092
              create_topics: false
              settings: {compression.type: lz4}
            robots:
              - name: "robot 1"
                namespace: /r1
                map_frame: site
                odom_frame: r1/odom
                base_frame: r1/base_link
                odometry: odom
                cameras:
                  - topic: front/image_raw/compressed
                    type: compressed
                    frame: r1/front_optical
                    mounting: [0.1, 0, 1, 0.5, -0.5, 0.5, -0.5]
                    reliable: true
                    max_rate: 10
                    skip_parked: true
                    parked_every: 2
                    jpeg: {quality: 80, max_side: 640}
                    queue: {frames: 5, mebibytes: 3}
                output:
                  max_age: 1.5
                  tf_rate: 10
                  transform_tolerance: 0.2
                  tf_uncertain: true
                  place_pictures: /maps/pictures
              - name: r2
                cameras: [{topic: /image}]
            """);
    assertThat(config.node()).isEqualTo("eyes");
    assertThat(config.createTopics()).isFalse();
    RobotConfig robot = config.robots().getFirst();
    assertThat(robot.frames()).isEqualTo(new RobotConfig.Frames("site", "r1/odom", "r1/base_link"));
    assertThat(robot.topics().odometry()).contains("/r1/odom");
    assertThat(robot.topics().initialPose()).isEqualTo("/initialpose");
    assertThat(robot.output().topic("pose")).isEqualTo("~robot_1/pose");
    assertThat(robot.output().maxAge()).isEqualTo(Duration.ofMillis(1500));
    assertThat(robot.output().transformRate()).isEqualTo(10);
    assertThat(robot.output().uncertainTransform()).isTrue();
    CameraConfig camera = robot.cameras().getFirst();
    assertThat(camera.topic()).isEqualTo("/r1/front/image_raw/compressed");
    assertThat(camera.infoTopic()).isEqualTo("/r1/front/camera_info");
    assertThat(camera.type()).isEqualTo(CameraConfig.Type.COMPRESSED);
    assertThat(camera.mounting()).contains(new Pose(0.1, 0, 1, 0.5, -0.5, 0.5, -0.5));
    assertThat(camera.filter()).isEqualTo(new CameraConfig.Filter(10, true, 2));
    assertThat(camera.jpeg()).contains(new CameraConfig.Jpeg(80, 640));
    assertThat(camera.queue()).isEqualTo(new CameraConfig.Queue(5, 3 << 20));
    assertThat(config.robots().getLast().cameras().getFirst().infoTopic())
        .isEqualTo("/camera_info");
  }

  @Test
  void shouldNameFileLineAndKeyOfEveryMistake() {
    assertRefused(
        SMALLEST + "        max_rat: 3\n",
        "line 5: robots[0].cameras[0].max_rat: no such key; there are");
    assertRefused(
        SMALLEST + "        max_rate: fast\n",
        "line 5: robots[0].cameras[0].max_rate: 'fast' is no number");
    assertRefused(
        SMALLEST + "        max_rate: -1\n",
        "line 5: robots[0].cameras[0].max_rate: -1 is not within 0.0 and 1000.0");
    assertRefused(
        SMALLEST + "        reliable: yes\n",
        "line 5: robots[0].cameras[0].reliable: 'yes' is neither true nor false");
    assertRefused(
        SMALLEST + "        type: theora\n",
        "line 5: robots[0].cameras[0].type: 'theora' is none of auto, raw, compressed");
    assertRefused(
        SMALLEST + "        mounting: [1, 2]\n",
        "line 5: robots[0].cameras[0].mounting: needs a list of 7 numbers");
    assertRefused(
        SMALLEST + "        mounting: [0, 0, 0, 0, 0, 0, 0]\n",
        "line 5: robots[0].cameras[0].mounting: x y z qx qy qz qw: quaternion");
    assertRefused(
        SMALLEST + "        jpeg: 90\n",
        "line 5: robots[0].cameras[0].jpeg: needs 'key: value' lines");
    assertRefused(
        SMALLEST + "        topic: again\n", "line 5: robots[0].cameras[0].topic: is there twice");
    assertRefused("robots:\n  - cameras: []\n", "line 2: robots[0].name: is missing");
    assertRefused("robots:\n  - name: r1\n", "line 2: robots[0].cameras: at least one camera");
    assertRefused("robots: r1\n", "line 1: robots: needs a list");
    assertRefused("node: x\n", "robots: at least one robot");
    assertRefused(
        SMALLEST + "  - name: r1\n    cameras: [{topic: a}]\n",
        "line 5: robots[1].name: 'r1' is the name of another robot");
    assertRefused("robots: [\n", "line 2: ");
    assertRefused("", "is empty");
    assertRefused("- a\n", "holds no 'key: value' lines");
    assertRefused(SMALLEST + "kafka: {settings: {sasl.jaas.config: x}}\n", "holds a secret");
  }

  @Test
  void shouldBoundSizeDepthAndAliases() {
    assertRefused("a: " + "[".repeat(10_000), "line 1: more than 16 levels");
    assertRefused("a: &x 1\nb: [" + "*x, ".repeat(101) + "]\n", "line 2: more than 100 aliases");
    assertRefused("# " + "x".repeat(300_000), "more than 262144 bytes");
    assertThatThrownBy(() -> BridgeConfigFile.read(directory.resolve("absent.yaml")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("absent.yaml cannot be read: there is no file");
  }

  private void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("bridge.yaml")
        .hasMessageContaining(message);
  }

  private BridgeConfig read(String yaml) throws IOException {
    return BridgeConfigFile.read(Files.writeString(directory.resolve("bridge.yaml"), yaml));
  }
}
