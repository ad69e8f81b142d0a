package org.waymark.bridge.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Outcome;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.live.config.BridgeConfigFile;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticArray;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticStatus;
import org.waymark.bridge.ros2.Ros2Graph;
import org.waymark.bridge.ros2.Ros2Peers;
import org.waymark.bridge.ros2.Ros2Peers.Peer;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * A ROS 2 camera, the bridge, a broker, the bridge, a ROS 2 listener: every picture is counted at
 * each step. A few seconds; a minute with {@code -Dwaymark.acceptance=true}. The delays that it
 * prints are those of the whole way, a stand-in for the localizer included.
 */
@Tag("peer")
@Timeout(240)
class Ros2BridgePeerTest {

  private static final int HERTZ = 30;
  private static final int SECONDS = Boolean.getBoolean("waymark.acceptance") ? 60 : 3;

  @TempDir Path folder;

  private BridgeConfig config(String bootstrapServers, String robots) throws Exception {
    Path yaml =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            "kafka: {bootstrap_servers: \"%s\"}\nrobots:\n%s".formatted(bootstrapServers, robots));
    return BridgeConfigFile.read(yaml);
  }

  private EmbeddedBroker broker() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), EmbeddedBroker.ANY_PORT);
    try (TopicAdmin admin = TopicAdmin.connect(KafkaSettings.of(broker.bootstrapServers()))) {
      admin.createMissing(Topics.all(1));
    }
    return broker;
  }

  /** The messages of the last diagnostics: localization, then each camera. */
  private static Supplier<List<String>> diagnostics(Ros2Graph graph) {
    AtomicReference<List<String>> last = new AtomicReference<>(List.of("", ""));
    graph.subscribe(
        "/diagnostics",
        DiagnosticArray.TYPE,
        Qos.reliable(5),
        (message, _) ->
            last.set(message.status().stream().map(DiagnosticStatus::message).toList()));
    return last::get;
  }

  @ParameterizedTest
  @CsvSource({"CYCLONE, FAST, raw", "FAST, CYCLONE, compressed"})
  void shouldCountEveryPictureAtEachStep(Peer camera, Peer listener, String kind) throws Exception {
    int count = HERTZ * SECONDS;
    Path heard = folder.resolve("heard.txt");
    Path jpeg = folder.resolve("picture.jpg");
    assertThat(
            ImageIO.write(
                new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR), "jpg", jpeg.toFile()))
        .isTrue();
    try (Ros2Peers peers = new Ros2Peers(folder, Ros2Peers.LOOPBACK);
        EmbeddedBroker broker = broker()) {
      KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
      BridgeConfig config =
          config(
              broker.bootstrapServers(),
              """
                - name: r1
                  cameras:
                    - {topic: /image, reliable: true, queue: {frames: 100, mebibytes: 100}}
              """);
      Ros2Graph graph = Ros2Graph.start(peers.node(config.node()), Map.of());
      try (LiveBridge bridge = LiveBridge.start(config, graph, UUID.randomUUID());
          KafkaSide localizer = new KafkaSide(kafka)) {
        peers.listener(listener, "/waymark/pose", heard);
        Supplier<List<String>> told = diagnostics(graph);
        // The outcomes before are not told.
        Waiting.until("Kafka", () -> told.get().get(0).startsWith("no outcome yet"));
        Waiting.until("the listener", () -> Files.exists(heard));
        if (kind.equals("raw")) {
          peers.camera(camera, "/image", "reliable", HERTZ, count);
        } else {
          peers.camera(camera, "/image", "reliable", HERTZ, count, jpeg.toString());
        }
        Waiting.until("the camera", () -> told.get().get(1).equals("no picture yet"));
        peers.begin();
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
        assertThat(frames).allSatisfy(Ros2BridgePeerTest::checkBytes);
        assertThat(bridge.cameras("r1").getFirst().counters().received()).isEqualTo(count);
        Waiting.until("all poses", () -> lines(heard).size() == count);
        assertThat(lines(heard))
            .extracting(line -> Long.parseLong(line.split(" ", 2)[0]))
            .containsExactlyElementsOf(frames.stream().map(CameraFrame::getStampNanos).toList());
        double[] delays =
            lines(heard).stream()
                .mapToDouble(line -> Double.parseDouble(line.split(" ", 3)[1]))
                .sorted()
                .toArray();
        System.out.printf(
            "%s by %s: %d pictures, camera to pose at %s p50 %.1f ms, p99 %.1f ms%n",
            kind, camera, count, listener, delays[count / 2], delays[count * 99 / 100]);
      }
    }
  }

  /** Two robots in one process; one's camera offers less than is asked for, and dies. */
  @Test
  void shouldServeTwoRobotsAndSayWhatOneOfThemLacks() throws Exception {
    try (Ros2Peers peers = new Ros2Peers(folder, Ros2Peers.LOOPBACK);
        EmbeddedBroker broker = broker()) {
      BridgeConfig config =
          config(
              broker.bootstrapServers(),
              """
                - {name: r1, namespace: /r1, cameras: [{topic: image}]}
                - {name: r2, namespace: /r2, cameras: [{topic: image, reliable: true}]}
              """);
      Ros2Graph graph = Ros2Graph.start(peers.node(config.node()), Map.of());
      List<DiagnosticStatus> told = java.util.Collections.synchronizedList(new ArrayList<>());
      try (LiveBridge bridge = LiveBridge.start(config, graph, UUID.randomUUID());
          Ros2Graph other = Ros2Graph.start(peers.node("monitor"), Map.of())) {
        other.subscribe(
            "/diagnostics",
            DiagnosticArray.TYPE,
            Qos.reliable(10),
            (message, _) -> told.addAll(message.status()));
        peers.begin();
        Process first = peers.camera(Peer.CYCLONE, "/r1/image", "best_effort", HERTZ, 10_000);
        Process second = peers.camera(Peer.FAST, "/r2/image", "best_effort", HERTZ, 10_000);
        Waiting.until("r1's frames", () -> acknowledged(bridge, "r1") > 5);
        Waiting.until(
            "what r2 lacks",
            () ->
                told.stream()
                    .anyMatch(
                        status ->
                            status.name().equals("waymark r2: camera /r2/image")
                                && status.message().contains("best effort is offered")));
        assertThat(acknowledged(bridge, "r2")).isZero();
        second.destroyForcibly().waitFor();
        peers.camera(Peer.FAST, "/r2/image", "reliable", HERTZ, 10_000);
        Waiting.until("r2's frames", () -> acknowledged(bridge, "r2") > 5);
        first.destroyForcibly().waitFor();
        long before = acknowledged(bridge, "r1");
        peers.camera(Peer.FAST, "/r1/image", "best_effort", HERTZ, 10_000);
        Waiting.until("r1's new camera", () -> acknowledged(bridge, "r1") > before + 5);
      }
    }
  }

  private static long acknowledged(LiveBridge bridge, String robot) {
    return bridge.cameras(robot).getFirst().counters().acknowledged();
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
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
