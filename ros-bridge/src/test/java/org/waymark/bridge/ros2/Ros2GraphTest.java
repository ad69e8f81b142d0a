package org.waymark.bridge.ros2;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.Subscription;
import org.waymark.bridge.live.RobotSide;
import org.waymark.bridge.live.Waiting;
import org.waymark.bridge.message.CdrReader;
import org.waymark.bridge.message.CdrWriter;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.MessageTypes;
import org.waymark.bridge.message.RandomMessages;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticArray;
import org.waymark.bridge.message.rosgraph_msgs.Clock;
import org.waymark.bridge.message.sensor_msgs.CameraInfo;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.core.geometry.Pose;

/** Two nodes of this process, over the library. */
@Tag("peer")
@Timeout(120)
class Ros2GraphTest {

  private static final long SEED = 20261130;

  private int domain;
  private Ros2Graph here;
  private Ros2Graph there;

  @SuppressWarnings("NullAway.Init") // set before each test, unless it is skipped
  Ros2GraphTest() {}

  @BeforeEach
  void join() {
    Ros2Peers.requireLibrary();
    domain = Ros2Peers.freeDomain();
    here = node("here");
    there = node("there");
  }

  private Ros2Graph node(String name, String... parameters) {
    return Ros2Graph.start(
        Ros2NodeConfiguration.of(
            name, List.of(), List.of(parameters), Optional.of(domain), Map.of()),
        Map.of());
  }

  @AfterEach
  void leave() {
    if (here != null) {
      here.close();
      there.close();
    }
  }

  static List<MessageType<?>> types() {
    return MessageTypes.all();
  }

  private static <M> M next(BlockingQueue<M> queue) throws InterruptedException {
    return Objects.requireNonNull(queue.poll(20, TimeUnit.SECONDS), "nothing came");
  }

  @ParameterizedTest
  @MethodSource("types")
  <M> void shouldCarryEveryTypeOfMessage(MessageType<M> type) throws Exception {
    BlockingQueue<M> heard = new LinkedBlockingQueue<>();
    there.subscribe("/topic", type, Qos.reliable(100), (message, _) -> heard.add(message));
    Publication<M> publication = here.advertise("/topic", type, Qos.reliable(100));
    Waiting.until("the subscriber", () -> publication.subscribers() == 1);
    RandomMessages random = new RandomMessages(SEED);
    for (int i = 0; i < 20; i++) {
      M message = random.next(type);
      publication.publish(message);
      assertThat(next(heard))
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes("(.*\\.)?seq")
          .isEqualTo(message);
    }
    assertThat(here.publishedType("/topic")).contains(type.ros2Name());
  }

  @Test
  void shouldKeepTheLastMessagesForThoseWhoComeLater() throws Exception {
    Publication<TFMessage> transforms =
        here.advertise("/tf_static", TFMessage.TYPE, Qos.latched(10));
    TFMessage mounting = RobotSide.transform("base_link", "camera", 7, Pose.IDENTITY);
    transforms.publish(mounting);
    BlockingQueue<TFMessage> heard = new LinkedBlockingQueue<>();
    there.subscribe(
        "/tf_static", TFMessage.TYPE, Qos.latched(10), (message, _) -> heard.add(message));
    assertThat(next(heard)).usingRecursiveComparison().isEqualTo(mounting);
  }

  @Test
  void shouldSayThatQosDoesNotMatch() throws Exception {
    here.advertise("/image", Image.TYPE, Qos.sensor());
    Subscription subscription =
        there.subscribe("/image", Image.TYPE, Qos.reliable(5), (_, _) -> {});
    Waiting.until("the publisher", () -> subscription.problem().isPresent());
    assertThat(subscription.problem())
        .contains(
            "QoS of a publisher of /image does not match: best effort is offered, reliable is asked"
                + " for");
    assertThat(subscription.publishers()).isZero();
    Subscription keeper =
        there.subscribe("/tf_static", TFMessage.TYPE, Qos.latched(1), (_, _) -> {});
    here.advertise("/tf_static", TFMessage.TYPE, Qos.reliable(1));
    Waiting.until("the publisher", () -> keeper.problem().isPresent());
    assertThat(keeper.problem().orElseThrow())
        .contains("volatile is offered, transient local is asked for");
  }

  @Test
  void shouldSayThatATopicHasAnotherType() throws Exception {
    Publication<CompressedImage> other =
        here.advertise("/image", CompressedImage.TYPE, Qos.sensor());
    Subscription subscription = there.subscribe("/image", Image.TYPE, Qos.sensor(), (_, _) -> {});
    Waiting.until("the publisher", () -> subscription.problem().isPresent());
    assertThat(subscription.problem())
        .contains(
            "a publisher of /image has type sensor_msgs/msg/CompressedImage, not"
                + " sensor_msgs/msg/Image");
    other.close();
    Waiting.until("its end", () -> subscription.problem().isEmpty());
  }

  @Test
  void shouldListenAnewAsAnotherType() throws Exception {
    Publication<CompressedImage> camera =
        here.advertise("/image", CompressedImage.TYPE, Qos.reliable(1));
    there.subscribe("/image", Image.TYPE, Qos.sensor(), (_, _) -> {}).close();
    BlockingQueue<CompressedImage> heard = new LinkedBlockingQueue<>();
    there.subscribe("/image", CompressedImage.TYPE, Qos.sensor(), (image, _) -> heard.add(image));
    Waiting.until("the subscriber", () -> camera.subscribers() == 1);
    camera.publish(new CompressedImage(new Header(0, 1, "c"), "jpeg", new byte[] {1, 2}));
    assertThat(next(heard).data()).containsExactly(1, 2);
  }

  @Test
  void shouldTakeTheTimeOfTheSimulation() throws Exception {
    try (Ros2Graph simulated = node("simulated", "use_sim_time:=true")) {
      assertThat(simulated.now()).isZero();
      Publication<Clock> clock = here.advertise("/clock", Clock.TYPE, Qos.reliable(1));
      Waiting.until("the subscriber", () -> clock.subscribers() == 1);
      clock.publish(new Clock(5_000_000_001L));
      Waiting.until("the time", () -> simulated.now() == 5_000_000_001L);
    }
    assertThat(here.now()).isGreaterThan(1_600_000_000_000_000_000L);
  }

  @Test
  void shouldSurviveAListenerThatFailsAndClosingTwice() throws Exception {
    BlockingQueue<Image> heard = new LinkedBlockingQueue<>();
    Subscription subscription =
        there.subscribe(
            "/image",
            Image.TYPE,
            Qos.reliable(5),
            (image, _) -> {
              heard.add(image);
              throw new IllegalStateException("a listener's own fault");
            });
    Publication<Image> camera = here.advertise("/image", Image.TYPE, Qos.reliable(5));
    Waiting.until("the subscriber", () -> camera.subscribers() == 1);
    camera.publish(RobotSide.image(1, 8, 8, (byte) 1));
    camera.publish(RobotSide.image(2, 8, 8, (byte) 2));
    assertThat(next(heard).data()).containsOnly(1);
    assertThat(next(heard).data()).containsOnly(2);
    subscription.close();
    subscription.close();
    camera.close();
    camera.publish(RobotSide.image(3, 8, 8, (byte) 3));
    there.close();
    there.close();
  }

  /** The library checks what comes before it passes it on; what it passes on is checked again. */
  @Test
  void shouldSurviveTenThousandDamagedMessages() throws Exception {
    Cyclone cyclone = Cyclone.load(Map.of());
    try (DdsDomain ours = DdsDomain.open(cyclone, domain, Reach.of(Map.of()))) {
      Ros2Participant participant = Ros2Participant.join(cyclone, ours);
      Random random = new Random(SEED);
      int refused = 0;
      List<MessageType<?>> types =
          List.of(Image.TYPE, DiagnosticArray.TYPE, TFMessage.TYPE, CameraInfo.TYPE);
      for (MessageType<?> type : types) {
        refused += damage(participant, type, random, 10_000 / types.size());
      }
      assertThat(refused).isGreaterThan(1000);
      participant.delete(participant.entity());
    }
  }

  private static <M> int damage(
      Ros2Participant participant, MessageType<M> type, Random random, int count) throws Exception {
    int topic = participant.createTopic("/damaged", type);
    MemorySegment ddsType = TypeProbe.typeOf(participant, topic, DdsType.of(type).size());
    byte[] sound = CdrWriter.toBytes(type, new RandomMessages(SEED).next(type));
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] bytes = Arrays.copyOf(sound, 4 + random.nextInt(sound.length + 8));
      for (int hits = random.nextInt(4); hits > 0; hits--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean() ? (byte) 0xff : (byte) random.nextInt();
      }
      MemorySegment serdata = participant.serdata().of(ddsType, bytes);
      if (serdata.equals(MemorySegment.NULL)) {
        refused++;
        continue;
      }
      participant
          .serdata()
          .read(serdata, cdr -> assertThat(CdrReader.fromBytes(type, cdr)).isNotNull());
      participant.serdata().release(serdata);
    }
    participant.delete(topic);
    return refused;
  }
}
