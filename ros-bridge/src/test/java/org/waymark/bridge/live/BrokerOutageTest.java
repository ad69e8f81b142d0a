package org.waymark.bridge.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.live.config.OutputConfig;
import org.waymark.bridge.live.config.RobotConfig;
import org.waymark.bridge.live.in.CameraCounters;
import org.waymark.bridge.live.in.Drop;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;

/** Kafka comes after the bridge, and goes and comes again. */
class BrokerOutageTest {

  @TempDir Path directory;

  @Test
  void shouldDropTheOldestWhileKafkaIsAwayAndGoOnByItself() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    MemoryGraph graph = new MemoryGraph();
    Publication<Image> images = graph.advertise("/image", Image.TYPE, Qos.sensor());
    CameraConfig usual = CameraConfig.ofTopic("/image");
    CameraConfig camera =
        new CameraConfig(
            usual.topic(),
            usual.type(),
            usual.infoTopic(),
            Optional.empty(),
            Optional.empty(),
            false,
            usual.filter(),
            Optional.empty(),
            new CameraConfig.Queue(4, 1 << 20));
    RobotConfig robot =
        new RobotConfig(
            "r1",
            RobotConfig.Frames.USUAL,
            new RobotConfig.Topics(Optional.empty(), "/initialpose", "/tf", "/tf_static"),
            List.of(camera),
            OutputConfig.usual(OutputConfig.PRIVATE));
    KafkaSettings kafka = KafkaSettings.of("127.0.0.1:" + port);
    try (LiveBridge bridge =
        LiveBridge.start(
            new BridgeConfig("waymark", kafka, true, List.of(robot)), graph, UUID.randomUUID())) {
      CameraCounters counters = bridge.cameras("r1").getFirst().counters();
      for (int i = 0; i < 10; i++) {
        images.publish(RobotSide.image(graph.now(), 16, 12, (byte) i));
      }
      assertThat(counters.dropped(Drop.BACKLOG)).isEqualTo(6);
      EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), port);
      Waiting.until("the newest to be sent", () -> counters.acknowledged() == 4);
      broker.close();
      for (int i = 0; i < 30; i++) {
        images.publish(RobotSide.image(graph.now(), 16, 12, (byte) i));
      }
      assertThat(counters.acknowledged()).isEqualTo(4);
      // At most five are under way and four wait; the others are gone and counted.
      assertThat(counters.dropped(Drop.BACKLOG)).isBetween(6L + 21, 6L + 26);
      broker = EmbeddedBroker.start(directory.resolve("kafka"), port);
      Waiting.until(
          "all to be accounted for",
          () ->
              counters.acknowledged()
                      + counters.dropped(Drop.BACKLOG)
                      + counters.dropped(Drop.KAFKA)
                  == 40);
      images.publish(RobotSide.image(graph.now(), 16, 12, (byte) 99));
      long before = counters.acknowledged();
      assertThat(before).isGreaterThan(4);
      Waiting.until(
          "the next frame",
          () ->
              counters.acknowledged()
                      + counters.dropped(Drop.KAFKA)
                      + counters.dropped(Drop.BACKLOG)
                  == 41);
      broker.close();
    }
  }
}
