package org.waymark.bridge.ros2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.Subscription;
import org.waymark.bridge.live.Waiting;
import org.waymark.bridge.message.geometry_msgs.Point;
import org.waymark.bridge.message.geometry_msgs.Pose;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovariance;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.Quaternion;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.ros2.Ros2Peers.Peer;

/**
 * The node among others: a C program over Cyclone DDS and a C++ program over Fast DDS, each a
 * process of its own. A few seconds; ten minutes with {@code -Dwaymark.acceptance=true}.
 */
@Tag("peer")
@Timeout(900)
class Ros2PeersTest {

  private static final int HERTZ = 30;
  private static final int SECONDS = Boolean.getBoolean("waymark.acceptance") ? 600 : 3;

  /** Deep enough for a machine that does much else. */
  private static final Qos EVERY_ONE = Qos.reliable(10 * HERTZ);

  @TempDir Path folder;

  private Ros2Peers peers;
  private Ros2Graph node;

  @SuppressWarnings("NullAway.Init") // set before each test, unless it is skipped
  Ros2PeersTest() {}

  @BeforeEach
  void start() {
    join(Ros2Peers.LOOPBACK);
  }

  private void join(Map<String, String> reach) {
    peers = new Ros2Peers(folder, reach);
    node = Ros2Graph.start(peers.node("waymark"), Map.of());
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
    if (peers != null) {
      peers.close();
    }
  }

  /** Pictures of one camera, checked as they come. */
  private static final class Pictures {
    private final AtomicInteger sound = new AtomicInteger();
    private final AtomicReference<String> problem = new AtomicReference<>();
    private final List<String> gaps = new CopyOnWriteArrayList<>();
    private final Subscription subscription;
    private volatile long lastStamp;
    private volatile int first;
    private int next;

    Pictures(Ros2Graph node, String topic, Qos qos) {
      subscription = node.subscribe(topic, Image.TYPE, qos, (image, _) -> take(image));
    }

    int cameras() {
      return subscription.publishers();
    }

    private void take(Image image) {
      CRC32 crc = new CRC32();
      crc.update(image.data());
      // The camera writes each picture's checksum into its frame id.
      if (!image.header().frameId().equals("camera_" + crc.getValue())
          || image.data().length != 640 * 480 * 3
          || image.header().stamp() <= lastStamp) {
        problem.compareAndSet(null, "picture %d differs".formatted(sound.get()));
      }
      lastStamp = image.header().stamp();
      // The first byte is the picture's number, as far as it goes.
      int number = image.data()[0] & 0xff;
      if (sound.get() == 0) {
        first = number;
      } else if (number != next) {
        gaps.add("%d in place of %d, after %d".formatted(number, next, sound.get()));
      }
      next = number + 1 & 0xff;
      sound.incrementAndGet();
    }

    int count() {
      assertThat(problem.get()).isNull();
      return sound.get();
    }

    /**
     * Until all have come from the first on; an error when no more of them come. What a camera
     * sends at the moment that two nodes meet is not promised to a volatile reader: Fast DDS's
     * first picture may be missing on a busy machine.
     */
    void awaitAll(int sent) throws InterruptedException {
      int wanted = sent - first;
      int before = -1;
      while (count() < wanted && count() > before) {
        before = count();
        for (int tenth = 0; tenth < 200 && count() == before; tenth++) {
          Thread.sleep(100);
        }
      }
      assertThat(first).isLessThan(3);
      assertThat(count()).as("pictures, with gaps %s", gaps).isEqualTo(wanted);
      assertThat(gaps).isEmpty();
    }
  }

  private Pictures listen(String topic, Qos qos) {
    return new Pictures(node, topic, qos);
  }

  private static PoseWithCovarianceStamped pose(int number) {
    double[] covariance = new double[36];
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] = Math.sin(number + i);
    }
    double angle = number * 0.01;
    return new PoseWithCovarianceStamped(
        new Header(0, 1_600_000_000_000_000_000L + number, "map"),
        new PoseWithCovariance(
            new Pose(
                new Point(number / 3.0, -number, 1e-9 * number),
                new Quaternion(0, 0, Math.sin(angle), Math.cos(angle))),
            covariance));
  }

  /** A pose as the listeners write it, without the delay. */
  private static List<Double> numbers(PoseWithCovarianceStamped message) {
    Pose pose = message.pose().pose();
    List<Double> numbers =
        new ArrayList<>(
            List.of(
                pose.position().x(),
                pose.position().y(),
                pose.position().z(),
                pose.orientation().x(),
                pose.orientation().y(),
                pose.orientation().z(),
                pose.orientation().w()));
    for (double value : message.pose().covariance()) {
      numbers.add(value);
    }
    return numbers;
  }

  /** Each line is the pose of its number, to the last bit. */
  private static void checkPoses(Path file, int count) throws Exception {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(count);
    for (int i = 0; i < count; i++) {
      String[] words = lines.get(i).split(" ", -1);
      PoseWithCovarianceStamped sent = pose(i);
      assertThat(Long.parseLong(words[0])).isEqualTo(sent.header().stamp());
      assertThat(List.of(words).subList(2, words.length).stream().map(Double::valueOf).toList())
          .isEqualTo(numbers(sent));
    }
  }

  @Test
  void shouldExchangePicturesAndPosesWithBothToTheLastBit() throws Exception {
    int count = HERTZ * SECONDS;
    Publication<PoseWithCovarianceStamped> poses =
        node.advertise("~/pose", PoseWithCovarianceStamped.TYPE, EVERY_ONE);
    Map<Peer, Path> heard =
        Map.of(Peer.CYCLONE, folder.resolve("cyclone.txt"), Peer.FAST, folder.resolve("fast.txt"));
    for (Map.Entry<Peer, Path> listener : heard.entrySet()) {
      peers.listener(listener.getKey(), "/waymark/pose", listener.getValue());
    }
    Waiting.until("both listeners", () -> poses.subscribers() == 2);
    Pictures cyclone = listen("/cyclone/image_raw", EVERY_ONE);
    Pictures fast = listen("/fast/image_raw", EVERY_ONE);
    peers.camera(Peer.CYCLONE, "/cyclone/image_raw", "reliable", HERTZ, count);
    peers.camera(Peer.FAST, "/fast/image_raw", "reliable", HERTZ, count);
    Waiting.until("both cameras", () -> cyclone.cameras() == 1 && fast.cameras() == 1);
    peers.begin();
    long start = System.nanoTime();
    for (int number = 0; number < count; number++) {
      long due = start + number * (1_000_000_000L / HERTZ);
      Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
      poses.publish(pose(number));
      if (number % (60 * HERTZ) == 0) {
        tellMemory(number / HERTZ);
      }
    }
    Waiting.until("pictures", () -> cyclone.count() > 0 && fast.count() > 0);
    cyclone.awaitAll(count);
    fast.awaitAll(count);
    for (Path file : heard.values()) {
      Waiting.until("all poses", () -> lines(file) == count);
      checkPoses(file, count);
    }
    tellMemory(SECONDS);
    System.out.printf(
        "%d pictures of Cyclone's camera, %d of Fast DDS's, %d poses at each listener, all equal%n",
        cyclone.count(), fast.count(), count);
  }

  private static long lines(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.count();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void tellMemory(int seconds) throws Exception {
    if (SECONDS > 60) {
      String resident =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmRSS"))
              .findFirst()
              .orElse("");
      Runtime runtime = Runtime.getRuntime();
      System.out.printf(
          "%d s: %s, heap %d MiB%n",
          seconds, resident, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.class)
  void shouldRecoverFromAKilledCamera(Peer peer) throws Exception {
    peers.begin();
    Pictures pictures = listen("/camera/image_raw", Qos.sensor());
    Process first = peers.camera(peer, "/camera/image_raw", "reliable", HERTZ, 10_000);
    Waiting.until("pictures", () -> pictures.count() > 5);
    Waiting.until(
        "its type",
        () -> node.publishedType("/camera/image_raw").equals(Optional.of("sensor_msgs/msg/Image")));
    first.destroyForcibly().waitFor();
    int before = pictures.count();
    peers.camera(peer, "/camera/image_raw", "reliable", HERTZ, 10_000);
    Waiting.until("pictures of the second", () -> pictures.count() > before + 5);
  }

  /** Tells everybody on the network that there is such a camera: not in every run. */
  @ParameterizedTest
  @EnumSource(Peer.class)
  @EnabledIfSystemProperty(named = "waymark.acceptance", matches = "true")
  void shouldMeetNodesOfTheNetwork(Peer peer) throws Exception {
    stop();
    join(Map.of("ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET"));
    peers.begin();
    Pictures pictures = listen("/camera/image_raw", Qos.reliable(5));
    peers.camera(peer, "/camera/image_raw", "reliable", HERTZ, 10_000);
    Waiting.until("pictures", () -> pictures.count() > 5);
  }

  @ParameterizedTest
  @EnumSource(Peer.class)
  void shouldSayThatACameraOffersLess(Peer peer) throws Exception {
    peers.begin();
    var unheard = node.subscribe("/camera/image_raw", Image.TYPE, Qos.reliable(5), (_, _) -> {});
    Pictures pictures = listen("/camera/image_raw", Qos.sensor());
    peers.camera(peer, "/camera/image_raw", "best_effort", HERTZ, 10_000);
    Waiting.until("the camera", () -> unheard.problem().isPresent());
    assertThat(unheard.problem().get()).contains("best effort is offered, reliable is asked for");
    assertThat(unheard.publishers()).isZero();
    Waiting.until("pictures", () -> pictures.count() > 5);
  }
}
