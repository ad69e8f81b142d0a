package org.waymark.bridge.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.bridge.live.Witness.Heard;
import org.waymark.bridge.ros1.RosPeers;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * The whole bridge in a simulation: rospy's {@code /clock} at double speed from 1,000 s on, paused
 * by freezing the simulator, and started again, which throws time back.
 */
@Tag("peer")
@Timeout(120)
class SimulatedTimePeerTest {

  private static final long START = 1_000_000_000_000L;
  private static final double SPEED = 2;

  @TempDir Path folder;

  @Test
  void shouldLiveInTheSimulationsTime() throws Exception {
    Path jpeg = folder.resolve("picture.jpg");
    assertThat(
            ImageIO.write(
                new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR), "jpg", jpeg.toFile()))
        .isTrue();
    try (RosPeers ros = new RosPeers(folder);
        EmbeddedBroker broker =
            EmbeddedBroker.start(folder.resolve("kafka"), EmbeddedBroker.ANY_PORT)) {
      ros.set("/use_sim_time", true);
      KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
      try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
        admin.createMissing(Topics.all(1));
      }
      Path yaml =
          Files.writeString(
              folder.resolve("bridge.yaml"),
              """
              kafka: {bootstrap_servers: "%s"}
              robots: [{name: r1, odometry: odom, cameras: [{topic: /camera/image}]}]
              """
                  .formatted(broker.bootstrapServers()));
      try (Answerer _ = new Answerer(kafka)) {
        BridgeProcess.start(ros, yaml);
        Witness witness = new Witness(ros, folder.resolve("heard.txt"), "none");
        Process simulator = simulator(ros, jpeg);
        Waiting.until("poses", () -> witness.heard("pose").size() > 60);
        Waiting.until("transforms", () -> witness.heard("tf").size() > 60);
        RosPeers.signal(simulator, "STOP");
        Waiting.untilStill("transforms", () -> witness.heard("tf").size());
        int paused = witness.heard("tf").size();
        RosPeers.signal(simulator, "CONT");
        Waiting.until("transforms again", () -> witness.heard("tf").size() > paused + 20);
        check(witness.heard("pose"), witness.heard("tf"));

        simulator.destroyForcibly().waitFor();
        // What is under way still belongs to the first time.
        Waiting.untilStill("poses", () -> witness.heard("pose").size());
        Waiting.untilStill("transforms", () -> witness.heard("tf").size());
        int poses = witness.heard("pose").size();
        int transforms = witness.heard("tf").size();
        simulator(ros, jpeg);
        Waiting.until("poses of the second time", () -> witness.heard("pose").size() > poses + 60);
        Waiting.until("its transforms", () -> witness.heard("tf").size() > transforms + 60);
        check(
            witness.heard("pose").subList(poses, poses + 60),
            witness.heard("tf").subList(transforms, transforms + 60));
      }
    }
  }

  private static Process simulator(RosPeers ros, Path jpeg) throws Exception {
    return ros.script(
        "robot.py",
        "compressed",
        "30",
        "0",
        jpeg.toString(),
        jpeg.resolveSibling("sent.txt").toString(),
        "clock",
        String.valueOf(SPEED));
  }

  private static void check(List<Heard> poses, List<Heard> transforms) {
    assertThat(poses).extracting(Heard::stamp).isSorted().doesNotHaveDuplicates();
    assertThat(poses)
        .allSatisfy(
            pose -> {
              assertThat(pose.stamp()).isBetween(START, 2 * START);
              assertThat(pose.x()).isCloseTo(Answerer.x(pose.stamp()), within(1e-3));
            });
    // tf2 would complain of a stamp that is repeated.
    assertThat(transforms).extracting(Heard::stamp).isSorted().doesNotHaveDuplicates();
    assertThat(transforms)
        .allSatisfy(
            transform -> {
              assertThat(transform.stamp()).isBetween(START, 2 * START);
              assertThat(transform.x()).isCloseTo(Answerer.OFFSET, within(1e-3));
            });
  }
}
