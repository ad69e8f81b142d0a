package org.waymark.bridge.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Candidate;
import org.waymark.avro.Outcome;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.live.config.BridgeConfig;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.live.config.OutputConfig;
import org.waymark.bridge.live.config.RobotConfig;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticArray;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticStatus;
import org.waymark.bridge.message.geometry_msgs.PoseArray;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.nav_msgs.Odometry;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** The whole bridge between a graph in memory and a real broker. */
class LiveBridgeTest {

  private static final long MS = 1_000_000;

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static KafkaSettings kafka;

  private final MemoryGraph graph = new MemoryGraph();
  private final String robot = "robot-" + UUID.randomUUID();
  private final List<PoseWithCovarianceStamped> poses = new CopyOnWriteArrayList<>();
  private final List<TransformStamped> transforms = new CopyOnWriteArrayList<>();
  private final List<DiagnosticStatus> statuses = new CopyOnWriteArrayList<>();
  private final Publication<Image> images =
      graph.advertise("/camera/image_raw", Image.TYPE, Qos.sensor());
  private final Publication<Odometry> odometry =
      graph.advertise("/odom", Odometry.TYPE, Qos.sensor());
  private LiveBridge bridge;
  private KafkaSide localizer;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT);
    kafka = KafkaSettings.of(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(1));
    }
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void startBridge() throws Exception {
    graph.subscribe(
        "/waymark/pose", PoseWithCovarianceStamped.TYPE, Qos.latched(1), (m, _) -> poses.add(m));
    graph.subscribe(
        "/tf",
        TFMessage.TYPE,
        Qos.reliable(9),
        (m, _) ->
            transforms.addAll(
                m.transforms().stream().filter(t -> t.childFrameId().equals("odom")).toList()));
    graph.subscribe(
        "/diagnostics",
        DiagnosticArray.TYPE,
        Qos.reliable(9),
        (m, _) -> statuses.addAll(m.status()));
    RobotConfig.Topics topics =
        new RobotConfig.Topics(Optional.of("/odom"), "/initialpose", "/tf", "/tf_static");
    RobotConfig config =
        new RobotConfig(
            robot,
            RobotConfig.Frames.USUAL,
            topics,
            List.of(CameraConfig.ofTopic("/camera/image_raw")),
            OutputConfig.usual(OutputConfig.PRIVATE));
    bridge =
        LiveBridge.start(
            new BridgeConfig("waymark", kafka, true, List.of(config)), graph, UUID.randomUUID());
    graph
        .advertise("/tf_static", TFMessage.TYPE, Qos.latched(1))
        .publish(
            RobotSide.transform(
                "base_link", "camera_optical", 0, new Pose(0.1, 0, 1, 0.5, -0.5, 0.5, -0.5)));
    localizer = new KafkaSide(kafka);
    Waiting.until(
        "the bridge to follow the outcomes",
        () -> statuses.stream().anyMatch(s -> s.message().startsWith("no outcome yet")));
  }

  @AfterEach
  void stopBridge() {
    bridge.close();
    localizer.close();
  }

  @Test
  void shouldSendEveryPictureWithWhatIsKnownBesideIt() throws Exception {
    long start = graph.now();
    graph
        .advertise("/initialpose", PoseWithCovarianceStamped.TYPE, Qos.reliable(1))
        .publish(RobotSide.guess("map", 5));
    for (long i = 0; i < 20; i++) {
      odometry.publish(RobotSide.odometry(start + i * 30 * MS, i * 0.3));
      images.publish(RobotSide.image(start + i * 30 * MS + 10 * MS, 64, 48, (byte) i));
      Thread.sleep(2);
    }
    List<CameraFrame> frames = mine(20);
    assertThat(frames).hasSize(20);
    assertThat(frames).extracting(CameraFrame::getSequence).isSorted().last().isEqualTo(19L);
    assertThat(frames.get(7).getImage())
        .isEqualTo(ByteBuffer.wrap(RobotSide.image(0, 64, 48, (byte) 7).data()));
    assertThat(frames.getFirst().getPrior().getPose().getX()).isEqualTo(5);
    assertThat(frames.get(1).getPrior()).isNull();
    assertThat(frames.get(7).getBaseToCamera().getZ()).isEqualTo(1);
    // A third of the way from 2.1 to 2.4: interpolated, or continued from the messages before.
    assertThat(frames.get(7).getOdometry().getPose().getX()).isCloseTo(2.2, within(1e-9));
    Waiting.until(
        "all acknowledgements",
        () -> bridge.cameras(robot).getFirst().counters().acknowledged() == 20);
    assertThat(bridge.cameras(robot).getFirst().counters().received()).isEqualTo(20);
  }

  @Test
  void shouldTellThePoseAndTheTransformThatFollowsFromIt() throws Exception {
    long stamp = graph.now() - 50 * MS;
    odometry.publish(RobotSide.odometry(stamp - 10 * MS, 1));
    odometry.publish(RobotSide.odometry(stamp + 10 * MS, 3));
    // Base at (7, 1) turned by 90 degrees; odometry says 2 m straight ahead of its origin.
    double half = Math.sqrt(0.5);
    localizer.answer(
        KafkaSide.at(robot, stamp, Outcome.LOCALIZED, new Pose(7, 1, 0, 0, 0, half, half)));
    Waiting.until("a repeated transform", () -> transforms.size() >= 4);
    assertThat(poses).hasSize(1);
    PoseWithCovarianceStamped pose = poses.getFirst();
    assertThat(pose.header().stamp()).isEqualTo(stamp);
    assertThat(pose.header().frameId()).isEqualTo("map");
    // Nobody estimated a covariance: it is wide, and no variance is zero.
    assertThat(pose.pose().covariance()[0]).isEqualTo(1);
    assertThat(pose.pose().covariance()[35]).isCloseTo(0.35 * 0.35, within(1e-12));
    TransformStamped transform = transforms.getLast();
    assertThat(transform.header().frameId()).isEqualTo("map");
    assertThat(transform.transform().translation().x()).isCloseTo(7, within(1e-9));
    assertThat(transform.transform().translation().y()).isCloseTo(-1, within(1e-9));
    assertThat(transform.header().stamp()).isGreaterThan(stamp + 100 * MS);
  }

  @Test
  void shouldStopTheTransformWhenLostAndWhenStaleAndSayWhy() throws Exception {
    long stamp = graph.now();
    odometry.publish(RobotSide.odometry(stamp, 0));
    localizer.answer(KafkaSide.at(robot, stamp, Outcome.LOCALIZED, Pose.IDENTITY));
    Waiting.until("a transform", () -> !transforms.isEmpty());
    localizer.answer(
        KafkaSide.outcome(robot, stamp + MS, Outcome.LOST).setReason("covered lens").build());
    Waiting.until("diagnostics", () -> said("lost: covered lens"));
    Waiting.untilStill("transforms", transforms::size);
    int before = transforms.size();
    assertThat(poses).hasSize(1);

    localizer.answer(KafkaSide.at(robot, stamp + 2 * MS, Outcome.LOCALIZED, Pose.IDENTITY));
    Waiting.until("the transform again", () -> transforms.size() > before);
    graph.jump(10_000 * MS);
    Waiting.until("diagnostics", () -> said("stale: the last outcome is of"));
    Waiting.untilStill("transforms", transforms::size);
  }

  @Test
  void shouldTellNothingThatIsLateRepeatedOrSomebodyElses() throws Exception {
    long stamp = graph.now();
    localizer.answer(KafkaSide.at(robot, stamp - 5000 * MS, Outcome.LOCALIZED, Pose.IDENTITY));
    localizer.answer(KafkaSide.at(robot, stamp + 60_000 * MS, Outcome.LOCALIZED, Pose.IDENTITY));
    localizer.answer(KafkaSide.at("other", stamp, Outcome.LOCALIZED, Pose.IDENTITY));
    localizer.answer(KafkaSide.at(robot, stamp, Outcome.UNCERTAIN, Pose.IDENTITY));
    localizer.answer(KafkaSide.at(robot, stamp, Outcome.UNCERTAIN, Pose.IDENTITY));
    localizer.answer(KafkaSide.at(robot, stamp - MS, Outcome.UNCERTAIN, Pose.IDENTITY));
    localizer.answer(KafkaSide.outcome(robot, stamp + MS, Outcome.REJECTED).setReason("x").build());
    Waiting.until("the last outcome", () -> said("picture rejected: x"));
    assertThat(poses).extracting(pose -> pose.header().stamp()).containsExactly(stamp);
    // An uncertain pose does not move the tree unless that is asked for.
    assertThat(transforms).isEmpty();
  }

  @Test
  void shouldShowCandidatesAndTheQueryToThoseWhoLook() throws Exception {
    List<PoseArray> candidates = new CopyOnWriteArrayList<>();
    List<CompressedImage> matches = new CopyOnWriteArrayList<>();
    graph.subscribe(
        "/waymark/candidates", PoseArray.TYPE, Qos.reliable(1), (m, _) -> candidates.add(m));
    graph.subscribe(
        "/waymark/match/compressed",
        CompressedImage.TYPE,
        Qos.reliable(1),
        (m, _) -> matches.add(m));
    int seen = statuses.size();
    Waiting.until("interest to be noticed", () -> statuses.size() > seen + 2);
    long stamp = graph.now();
    images.publish(RobotSide.image(stamp, 64, 48, (byte) 9));
    assertThat(mine(1)).hasSize(1);
    Pose camera = new Pose(3, 0, 1, 0.5, -0.5, 0.5, -0.5);
    localizer.answer(
        KafkaSide.outcome(robot, stamp, Outcome.UNCERTAIN)
            .setCameraPose(Poses.toRecord(camera))
            .setCandidates(List.of(new Candidate("place", "s", 0.5f, Poses.toRecord(camera))))
            .build());
    Waiting.until("a match", () -> !matches.isEmpty());
    assertThat(matches.getFirst().format()).isEqualTo("jpeg");
    // The camera sits 0.1 m ahead of base_link, looking ahead: base_link is at 2.9 m, on the floor.
    assertThat(candidates.getFirst().poses().getFirst().position().x())
        .isCloseTo(2.9, within(1e-9));
    assertThat(poses.getFirst().pose().pose().position().z()).isCloseTo(0, within(1e-9));
  }

  @Test
  void shouldNameADoubleParent() throws Exception {
    long stamp = graph.now();
    localizer.answer(KafkaSide.at(robot, stamp, Outcome.LOCALIZED, Pose.IDENTITY));
    odometry.publish(RobotSide.odometry(stamp, 0));
    graph
        .advertise("/tf", TFMessage.TYPE, Qos.reliable(1))
        .publish(RobotSide.transform("world", "odom", 5, Pose.IDENTITY));
    Waiting.until("a warning", () -> said("somebody else publishes world -> odom"));
  }

  @Test
  void shouldNameADoubleParentThatIsStatic() throws Exception {
    graph
        .advertise("/tf_static", TFMessage.TYPE, Qos.latched(1))
        .publish(RobotSide.transform("map", "odom", 0, Pose.IDENTITY));
    for (int i = 0; i < 2; i++) {
      int seen = statuses.size();
      long stamp = graph.now();
      odometry.publish(RobotSide.odometry(stamp, 0));
      localizer.answer(KafkaSide.at(robot, stamp, Outcome.LOCALIZED, Pose.IDENTITY));
      Waiting.until(
          "a warning that stays",
          () ->
              statuses.stream()
                  .skip(seen)
                  .anyMatch(s -> s.message().startsWith("somebody else publishes map -> odom")));
    }
  }

  @Test
  void shouldTellBothCamerasOfOneMoment() throws Exception {
    // As far ahead as may be, so that nothing is stale before it was looked at.
    long stamp = graph.now() + 2500 * MS;
    odometry.publish(RobotSide.odometry(stamp, 0));
    for (String camera : List.of("front", "rear", "front")) {
      localizer.answer(
          KafkaSide.outcome(robot, stamp, Outcome.LOCALIZED)
              .setCamera(camera)
              .setBasePose(Poses.toRecord(new Pose(camera.length(), 0, 0, 0, 0, 0, 1)))
              .build());
    }
    localizer.answer(
        KafkaSide.outcome(robot, stamp, Outcome.LOST).setCamera("up").setReason("sky").build());
    Waiting.until("the last outcome", () -> said("lost: sky"));
    assertThat(poses).extracting(p -> p.pose().pose().position().x()).containsExactly(5.0, 4.0);
    // What one camera saw holds, though another of the same moment saw nothing.
    int before = transforms.size();
    Waiting.until("transforms to go on", () -> transforms.size() > before + 2);
  }

  @Test
  void shouldRepeatNoTransformWhileTheSimulationIsPaused() throws Exception {
    long stamp = graph.now();
    odometry.publish(RobotSide.odometry(stamp, 0));
    graph.pause();
    localizer.answer(KafkaSide.at(robot, stamp, Outcome.LOCALIZED, Pose.IDENTITY));
    Waiting.until("a transform", () -> !transforms.isEmpty());
    int seen = statuses.size();
    Waiting.until("some time", () -> statuses.size() > seen + 2);
    assertThat(transforms).hasSize(1);
  }

  @Test
  void shouldHandOutThePoseToWhoComesLaterOnlyWhileItIsFresh() throws Exception {
    localizer.answer(KafkaSide.at(robot, graph.now(), Outcome.UNCERTAIN, Pose.IDENTITY));
    Waiting.until("a pose", () -> !poses.isEmpty());
    List<PoseWithCovarianceStamped> late = new CopyOnWriteArrayList<>();
    graph.subscribe(
        "/waymark/pose", PoseWithCovarianceStamped.TYPE, Qos.latched(1), (m, _) -> late.add(m));
    assertThat(late).hasSize(1);
    graph.jump(10_000 * MS);
    Waiting.until("diagnostics", () -> said("stale: the last outcome is of"));
    graph.subscribe(
        "/waymark/pose", PoseWithCovarianceStamped.TYPE, Qos.latched(1), (m, _) -> late.add(m));
    assertThat(late).hasSize(1);
  }

  @Test
  void shouldForgetWhatWasSaidBeforeAJumpBackOfTheClock() throws Exception {
    localizer.answer(KafkaSide.at(robot, graph.now(), Outcome.UNCERTAIN, Pose.IDENTITY));
    Waiting.until("diagnostics", () -> said("uncertain"));
    int seen = statuses.size();
    graph.jump(-3_600_000 * MS);
    Waiting.until(
        "diagnostics without it",
        () -> statuses.stream().skip(seen).anyMatch(s -> s.message().startsWith("no outcome yet")));
    localizer.answer(KafkaSide.at(robot, graph.now(), Outcome.UNCERTAIN, Pose.IDENTITY));
    Waiting.until("the next pose", () -> poses.size() == 2);
  }

  private boolean said(String words) {
    return statuses.stream().anyMatch(status -> status.message().startsWith(words));
  }

  /** This test's frames, of all that share the topic. */
  private List<CameraFrame> mine(int count) throws InterruptedException {
    List<CameraFrame> frames = new ArrayList<>();
    Waiting.until(
        count + " frames",
        () -> {
          localizer.poll().stream().filter(f -> f.getRobot().equals(robot)).forEach(frames::add);
          return frames.size() >= count;
        });
    return frames;
  }
}
