package org.waymark.bridge.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.bridge.live.Answerer.Seen;
import org.waymark.bridge.live.Witness.Heard;
import org.waymark.bridge.ros1.RosPeers;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * rospy's camera, the bridge as a process, a broker, a stand-in for the localizer, the bridge,
 * rospy's listener: every picture is counted at each step, and its bytes are those that were sent.
 * A few seconds; a minute with {@code -Dwaymark.acceptance=true}, which also asks for the delay and
 * the memory that are promised and prints what ROS's own tools show.
 */
@Tag("peer")
@Timeout(240)
class LiveBridgePeerTest {

  private static final boolean ACCEPTANCE = Boolean.getBoolean("waymark.acceptance");
  private static final int HERTZ = 30;
  private static final int SECONDS = ACCEPTANCE ? 60 : 3;
  private static final String CAMERA = "waymark r1: camera";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"raw", "compressed"})
  void shouldCountEveryPictureAtEachStep(String kind) throws Exception {
    int count = HERTZ * SECONDS;
    Path sent = folder.resolve("sent.txt");
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
      Path yaml =
          Files.writeString(
              folder.resolve("bridge.yaml"),
              """
              kafka: {bootstrap_servers: "%s"}
              robots: [{name: r1, odometry: odom, cameras: [{topic: /camera/image, type: %s}]}]
              """
                  .formatted(broker.bootstrapServers(), kind));
      try (Answerer localizer = new Answerer(kafka)) {
        BridgeProcess bridge = BridgeProcess.start(ros, yaml);
        Witness witness = new Witness(ros, folder.resolve("heard.txt"), "none");
        Waiting.until(
            "the bridge to follow the outcomes",
            () ->
                witness
                    .lastSaid("waymark r1: localization")
                    .filter(said -> said.contains("|no outcome yet"))
                    .isPresent());
        double cpu = bridge.cpuSeconds();
        ros.script(
            "robot.py",
            kind,
            String.valueOf(HERTZ),
            String.valueOf(count),
            jpeg.toString(),
            sent.toString());
        Waiting.until("the first pose", () -> !witness.heard("pose").isEmpty());
        if (ACCEPTANCE) {
          showTools(ros);
          Thread.sleep(SECONDS * 1000L - 30_000);
        }
        double resident = bridge.resident();
        Waiting.until(
            "all frames; a machine that is busy otherwise makes rospy drop pictures",
            () -> localizer.seen().size() >= count);
        Waiting.until("all poses", () -> witness.heard("pose").size() >= count);
        Waiting.until(
            "all acknowledgements", () -> witness.value(CAMERA, "acknowledged by Kafka") == count);
        cpu = bridge.cpuSeconds() - cpu;
        check(count, crcs(sent), localizer.seen(), witness);
        double[] delays = whole(localizer.seen(), witness.heard("pose"));
        System.out.printf(
            "%s: %d pictures sent, in Kafka, as poses; added delay p50 %.1f ms, p90 %.1f ms, p99 %.1f ms;"
                + " of it, camera to the localizer p50 %.1f ms; bridge %.0f MiB resident (at most %.0f), %.0f %% of a core%n",
            kind,
            count,
            delays[count / 2],
            delays[count * 9 / 10],
            delays[count * 99 / 100],
            sorted(localizer.seen().stream().mapToDouble(s -> (s.readNanos() - s.stamp()) / 1e6))[
                count / 2],
            resident,
            bridge.mostResident(),
            100 * cpu / SECONDS);
        if (ACCEPTANCE) {
          assertThat(delays[count / 2]).as("added delay in ms, p50").isLessThanOrEqualTo(10);
          assertThat(bridge.mostResident()).as("resident MiB").isLessThan(200);
        }
      }
    }
  }

  private static void check(int count, Map<Long, Long> sent, List<Seen> frames, Witness witness) {
    assertThat(sent).hasSize(count);
    assertThat(frames)
        .extracting(Seen::sequence)
        .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
    assertThat(frames)
        .allSatisfy(frame -> assertThat(frame.crc()).isEqualTo(sent.get(frame.stamp())));
    assertThat(witness.value(CAMERA, "received")).isEqualTo(count);
    List<Heard> poses = witness.heard("pose");
    assertThat(poses)
        .extracting(Heard::stamp)
        .containsExactlyElementsOf(frames.stream().map(Seen::stamp).toList());
    assertThat(poses)
        .allSatisfy(pose -> assertThat(pose.x()).isCloseTo(Answerer.x(pose.stamp()), within(1e-3)));
    // What tf2 makes of map -> odom and odom -> base_link is the pose.
    assertThat(witness.heard("look"))
        .isNotEmpty()
        .allSatisfy(look -> assertThat(look.x()).isCloseTo(Answerer.x(look.stamp()), within(1e-3)));
  }

  /** From the camera's stamp to rospy's listener, less the time that the stand-in had a frame. */
  private static double[] whole(List<Seen> frames, List<Heard> poses) {
    Map<Long, Long> took = frames.stream().collect(Collectors.toMap(Seen::stamp, Seen::tookNanos));
    return sorted(
        poses.stream()
            .mapToDouble(
                pose ->
                    (pose.arrival() - pose.stamp() - took.getOrDefault(pose.stamp(), 0L)) / 1e6));
  }

  private static double[] sorted(DoubleStream numbers) {
    return numbers.sorted().toArray();
  }

  /** Checksums of what was sent, by stamp. */
  private static Map<Long, Long> crcs(Path sent) {
    try {
      return Files.readAllLines(sent).stream()
          .map(line -> line.split(" ", -1))
          .collect(Collectors.toMap(w -> Long.parseLong(w[0]), w -> Long.parseLong(w[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void showTools(RosPeers ros) throws Exception {
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of("rostopic", "info", "/waymark/pose"));
    commands.add(List.of("rosnode", "info", "/waymark"));
    commands.add(List.of("rostopic", "echo", "-n", "1", "/waymark/pose"));
    commands.add(List.of("rostopic", "echo", "-n", "1", "/diagnostics"));
    commands.add(List.of("timeout", "-s", "INT", "5", "rostopic", "hz", "/waymark/pose"));
    commands.add(
        List.of("timeout", "-s", "INT", "5", "rosrun", "tf", "tf_echo", "map", "base_link"));
    for (List<String> command : commands) {
      System.out.printf(
          "$ %s%n%s%n", String.join(" ", command), ros.tool(command.toArray(String[]::new)));
    }
  }
}
