package org.waymark.bridge.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.bridge.live.Witness.Heard;
import org.waymark.bridge.ros1.RosPeers;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * The whole way, with every part a process of its own that is killed, frozen and cut off: rospy's
 * robot, the bridge, a broker, a stand-in for the localizer, rospy's witness. Everything recovers
 * by itself, and nothing stale is published. With {@code -Dwaymark.acceptance=true} the faults last
 * longer, as a person would make them, and recovery has to come within {@value #LIMIT_SECONDS} s;
 * the table goes to {@code target/bridge-faults.md}.
 */
@Tag("peer")
@Timeout(600)
class BridgeFaultsPeerTest {

  private static final boolean ACCEPTANCE = Boolean.getBoolean("waymark.acceptance");
  private static final double LIMIT_SECONDS = 5;

  /** What the witness's own way may add to the age of what it hears, on a busy machine. */
  private static final double SLACK_SECONDS = 1;

  private static final double MAX_AGE_SECONDS = 3;

  @TempDir Path folder;

  private final List<String> table = new ArrayList<>();
  private final List<Witness> witnesses = new ArrayList<>();
  private Optional<OtherComputer> other = Optional.empty();
  private RosPeers ros;
  private BrokerProcess broker;
  private Answerer localizer;
  private BridgeProcess bridge;
  private Witness witness;
  private Process robot;
  private Path jpeg;
  private Path config;

  @SuppressWarnings("NullAway.Init") // set before the test, unless it is skipped
  BridgeFaultsPeerTest() {}

  private interface Step {
    void run() throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    other = OtherComputer.create();
    ros = other.isPresent() ? new RosPeers(folder, OtherComputer.HERE) : new RosPeers(folder);
    jpeg = folder.resolve("picture.jpg");
    assumeTrue(
        ImageIO.write(
            new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR), "jpg", jpeg.toFile()));
    broker = new BrokerProcess(folder.resolve("kafka"), freePort());
    KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(1));
    }
    localizer = new Answerer(kafka);
    config =
        Files.writeString(
            folder.resolve("bridge.yaml"),
            """
            kafka: {bootstrap_servers: "%s"}
            robots: [{name: r1, odometry: odom, cameras: [{topic: /camera/image}]}]
            """
                .formatted(broker.bootstrapServers()));
    bridge = BridgeProcess.start(ros, config);
    newWitness();
    startRobot();
    Waiting.until("the first poses", () -> witness.heard("pose").size() > 30);
    Waiting.until("the first transforms", () -> witness.heard("tf").size() > 10);
  }

  @AfterEach
  void stop() throws Exception {
    if (localizer != null) {
      localizer.close();
    }
    if (ros != null) {
      ros.close();
    }
    if (broker != null) {
      broker.close();
    }
    if (other.isPresent()) {
      other.get().close();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private void newWitness() throws Exception {
    witness = new Witness(ros, folder.resolve("witness-" + witnesses.size()), "none");
    witnesses.add(witness);
    Waiting.until("the witness", witness::listens);
  }

  private void startRobot() throws Exception {
    List<String> prefix = other.isPresent() ? OtherComputer.prefix() : List.of();
    robot =
        ros.script(
            prefix,
            "robot.py",
            "raw",
            "30",
            "0",
            jpeg.toString(),
            Files.createTempFile(folder, "sent", ".txt").toString());
  }

  /**
   * Makes a fault, waits, mends it, and notes how long poses and transforms went on and when they
   * were there again.
   */
  private void fault(String name, double seconds, Step make, Step mend) throws Exception {
    double held = ACCEPTANCE ? seconds : Math.min(seconds, 2);
    long made = Answerer.wallNanos();
    make.run();
    Thread.sleep((long) (held * 1000));
    long mended = Answerer.wallNanos();
    mend.run();
    long there = Answerer.wallNanos();
    Waiting.until("poses after: " + name, () -> firstPose(mended).isPresent());
    double pose = (firstPose(mended).orElseThrow().arrival() - there) / 1e9;
    long posed = firstPose(mended).orElseThrow().arrival();
    Waiting.until("a transform after: " + name, () -> first("tf", posed).isPresent());
    double transform = (first("tf", posed).orElseThrow().arrival() - there) / 1e9;
    table.add(
        "| %s | %.0f s | %s | %s | %.2f s | %.2f s |"
            .formatted(
                name,
                (mended - made) / 1e9,
                last("pose", made, mended),
                last("tf", made, mended),
                Math.max(0, pose),
                Math.max(0, transform)));
    System.out.println(table.getLast());
    if (ACCEPTANCE) {
      assertThat(pose).as("poses after: %s", name).isLessThan(LIMIT_SECONDS);
      assertThat(transform).as("transforms after: %s", name).isLessThan(LIMIT_SECONDS);
    }
    Thread.sleep(ACCEPTANCE ? 3000 : 500);
  }

  /** The first pose of a picture that was taken after a moment. */
  private Optional<Heard> firstPose(long after) {
    return heard("pose").filter(pose -> pose.stamp() > after).findFirst();
  }

  private Optional<Heard> first(String what, long after) {
    return heard(what).filter(heard -> heard.arrival() > after).findFirst();
  }

  private Stream<Heard> heard(String what) {
    return witness.heard(what).stream();
  }

  private String last(String what, long made, long mended) {
    double last =
        heard(what)
            .map(Heard::arrival)
            .filter(arrival -> arrival < mended)
            .reduce((_, later) -> later)
            .map(arrival -> (arrival - made) / 1e9)
            .orElse(0.0);
    return (mended - made) / 1e9 - last < 0.5 ? "went on" : "%.1f s".formatted(Math.max(0, last));
  }

  @Test
  void shouldRecoverByItselfAndPublishNothingStale() throws Exception {
    fault(
        "robot's driver killed, started again",
        6,
        () -> robot.destroyForcibly().waitFor(),
        this::startRobot);
    fault(
        "robot's driver frozen (`kill -STOP`)",
        12,
        () -> RosPeers.signal(robot, "STOP"),
        () -> RosPeers.signal(robot, "CONT"));
    if (other.isPresent()) {
      fault("network to the robot cut", 12, other.get()::cut, other.get()::join);
    } else {
      System.out.println("not cut: network namespaces need root and ip");
    }
    fault("broker killed, started again", 20, broker::kill, broker::restart);
    fault(
        "broker frozen",
        8,
        () -> RosPeers.signal(broker.process(), "STOP"),
        () -> RosPeers.signal(broker.process(), "CONT"));
    fault(
        "bridge killed (`kill -9`), started again",
        5,
        bridge::kill,
        () -> bridge = BridgeProcess.start(ros, config));
    for (int i = 1; i <= 3; i++) {
      fault("master killed, started again, time " + i, 4, ros::killMaster, ros::restartMaster);
      Waiting.until("the bridge to register", () -> ros.knows("/waymark"));
      // rospy's nodes do not come back to a new master by themselves; the bridge does.
      robot.destroyForcibly().waitFor();
      witness.kill();
      newWitness();
      fault("after it, a new driver and a new listener", 0, () -> {}, this::startRobot);
    }
    shouldTellNothingToWhoComesLater();
    for (Witness each : witnesses) {
      checkNothingStale(each);
    }
    if (ACCEPTANCE) {
      List<String> page =
          new ArrayList<>(
              List.of(
                  "| fault | lasted | last pose | last `map -> odom` | poses again | `map -> odom` again |",
                  "|---|---|---|---|---|---|"));
      page.addAll(table);
      Files.write(Path.of("target/bridge-faults.md"), page);
    }
  }

  /** A latched pose is not handed out for ever. */
  private void shouldTellNothingToWhoComesLater() throws Exception {
    robot.destroyForcibly().waitFor();
    long end = Answerer.wallNanos();
    Waiting.until(
        "the pose to be stale",
        () ->
            witness.lastSaid("waymark r1: localization").orElse("").contains("|stale")
                && Answerer.wallNanos() - end > (MAX_AGE_SECONDS + 2) * 1e9);
    newWitness();
    Waiting.until("diagnostics", () -> witness.lastSaid("waymark r1: localization").isPresent());
    assertThat(witness.heard("pose")).isEmpty();
    assertThat(witness.heard("tf")).isEmpty();
  }

  private static void checkNothingStale(Witness witness) {
    List<Heard> poses = witness.heard("pose");
    assertThat(poses)
        .allSatisfy(
            pose -> {
              assertThat(pose.ageSeconds()).isLessThan(MAX_AGE_SECONDS + SLACK_SECONDS);
              assertThat(pose.x()).isEqualTo(Answerer.x(pose.stamp()), within(1e-3));
            });
    assertThat(poses).extracting(Heard::stamp).isSorted().doesNotHaveDuplicates();
    List<Heard> transforms = witness.heard("tf");
    assertThat(transforms).extracting(Heard::stamp).isSorted().doesNotHaveDuplicates();
    assertThat(transforms)
        .allSatisfy(
            transform -> {
              assertThat(transform.x()).isEqualTo(Answerer.OFFSET, within(1e-3));
              long newest =
                  poses.stream()
                      .filter(pose -> pose.arrival() <= transform.arrival() + 1e9)
                      .mapToLong(Heard::stamp)
                      .max()
                      .orElse(transform.arrival());
              assertThat((transform.arrival() - newest) / 1e9)
                  .isLessThan(MAX_AGE_SECONDS + SLACK_SECONDS);
            });
  }
}
