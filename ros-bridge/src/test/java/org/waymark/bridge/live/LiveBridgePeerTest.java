package org.waymark.bridge.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Outcome;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.live.config.BridgeConfigFile;
import org.waymark.bridge.ros1.ConnectedNode;
import org.waymark.bridge.ros1.NodeConfiguration;
import org.waymark.bridge.ros1.Ros1Graph;
import org.waymark.bridge.ros1.RosPeers;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * rospy's camera, the bridge, a broker, the bridge, rospy's listener: every picture is counted at
 * each step. A few seconds; a minute with {@code -Dwaymark.acceptance=true}. The delays that it
 * prints are those of the whole way, both Pythons and a stand-in for the localizer included.
 */
@Tag("peer")
@Timeout(240)
class LiveBridgePeerTest {

  private static final int HERTZ = 30;
  private static final int SECONDS = Boolean.getBoolean("waymark.acceptance") ? 60 : 3;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"raw", "compressed"})
  void shouldCountEveryPictureAtEachStep(String kind) throws Exception {
    int count = HERTZ * SECONDS;
    Path heard = folder.resolve("heard.txt");
    Path jpeg = folder.resolve("picture.jpg");
    assertThat(
            ImageIO.write(
                new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR), "jpg", jpeg.toFile()))
        .isTrue();
    try (RosPeers ros = new RosPeers(folder);
        EmbeddedBroker broker =
            EmbeddedBroker.start(folder.resolve("kafka"), EmbeddedBroker.ANY_PORT)) {
      KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
      try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
        admin.createMissing(Topics.all(1));
      }
      ConnectedNode node = ConnectedNode.start(NodeConfiguration.local("waymark", ros.masterUri()));
      Path yaml =
          Files.writeString(
              folder.resolve("bridge.yaml"),
              """
              kafka: {bootstrap_servers: "%s"}
              robots:
                - name: r1
                  cameras: [{topic: /image, type: %s}]
              """
                  .formatted(broker.bootstrapServers(), kind));
      BridgeConfig config = BridgeConfigFile.read(yaml);
      Ros1Graph graph = new Ros1Graph(node);
      try (LiveBridge bridge = LiveBridge.start(config, graph, UUID.randomUUID());
          KafkaSide localizer = new KafkaSide(kafka)) {
        var _ = ros.script("live_listener.py", heard.toString());
        CountDownLatch following = new CountDownLatch(1);
        graph.subscribe(
            "/diagnostics",
            org.waymark.bridge.message.diagnostic_msgs.DiagnosticArray.TYPE,
            org.waymark.bridge.graph.Qos.reliable(5),
            (message, _) -> {
              if (message.status().getFirst().message().startsWith("no outcome yet")) {
                following.countDown();
              }
            });
        following.await();
        Waiting.until("the listener", () -> Files.exists(heard));
        var _ =
            ros.script(
                "live_camera.py",
                kind,
                String.valueOf(HERTZ),
                String.valueOf(count),
                jpeg.toString());
        List<CameraFrame> frames = new ArrayList<>();
        long end = System.nanoTime() + (SECONDS + 60) * 1_000_000_000L;
        while (frames.size() < count && System.nanoTime() < end) {
          for (CameraFrame frame : localizer.poll()) {
            frames.add(frame);
            localizer.answer(
                KafkaSide.at("r1", frame.getStampNanos(), Outcome.UNCERTAIN, Pose.IDENTITY));
          }
        }
        assertThat(frames)
            .extracting(CameraFrame::getSequence)
            .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
        assertThat(frames).allSatisfy(LiveBridgePeerTest::checkBytes);
        assertThat(bridge.cameras("r1").getFirst().counters().received()).isEqualTo(count);
        Waiting.until(
            "all acknowledgements",
            () -> bridge.cameras("r1").getFirst().counters().acknowledged() == count);
        Waiting.until("all poses", () -> lines(heard).size() == count);
        assertThat(lines(heard))
            .extracting(line -> Long.parseLong(line.split(" ", 2)[0]))
            .containsExactlyElementsOf(frames.stream().map(CameraFrame::getStampNanos).toList());
        double[] delays =
            lines(heard).stream()
                .mapToDouble(l -> Double.parseDouble(l.split(" ", 2)[1]))
                .sorted()
                .toArray();
        System.out.printf(
            "%s: %d pictures, camera to pose p50 %.1f ms, p99 %.1f ms%n",
            kind, count, delays[count / 2], delays[count * 99 / 100]);
      }
    }
  }

  /** The camera writes each picture's checksum into its frame id. */
  private static void checkBytes(CameraFrame frame) {
    CRC32 crc = new CRC32();
    crc.update(frame.getImage().duplicate());
    assertThat(frame.getCamera()).isEqualTo("camera_" + crc.getValue());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
