package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** The application against a real broker. Every test has frames of a run of its own. */
@Timeout(120)
class LocalizerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static KafkaSettings kafka;
  private static TestWorld world;
  private static String refusalWithoutTopics = "";

  private final String run = UUID.randomUUID().toString();

  @BeforeAll
  static void start() throws IOException {
    world = TestWorld.create(directory, 0.1);
    broker = EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT);
    kafka = KafkaSettings.of(broker.bootstrapServers());
    try (Localizer early =
        Localizer.start(kafka, world.extractor, world.map, options(Mode.REPLAY, "early", false))) {
      early.requireHealthy();
    } catch (WaymarkException e) {
      refusalWithoutTopics = String.valueOf(e.getMessage());
    }
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(4));
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
    world.close();
  }

  @Test
  void shouldNameMissingTopicsThatItMayNotMake() {
    assertThat(refusalWithoutTopics)
        .contains(Topics.FRAMES, Topics.LOCALIZATIONS, Topics.DEAD_LETTERS, Topics.SCHEMAS)
        .contains("waymark topics create")
        .doesNotContain(Topics.MAPS);
  }

  @Test
  void shouldAnswerEachFrameOfAReplayExactlyOnceAndInOrder() {
    int each = 13;
    List<String> robots = List.of("r0", "r1", "r2");
    byte[] garbage = ("garbage of " + run).getBytes(UTF_8);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < each; i++) {
        for (String robot : robots) {
          CameraFrame.Builder frame = TestWorld.frame(robot, run, i, i % TestWorld.PLACES);
          if (robot.equals("r1") && i == 5) {
            frame.setImage(ByteBuffer.wrap("no picture".getBytes(UTF_8)));
            send(producer, robot, garbage);
          }
          send(producer, robot, TestWorld.bytes(frame));
        }
      }
    }
    LocalizerOptions options = options(Mode.REPLAY, "replay-" + run, true);
    List<Localization> outcomes;
    try (Localizer localizer = start(options)) {
      outcomes = outcomes(robots.size() * each, localizer);
    }
    assertExactlyOnce(outcomes, robots, each);
    assertThat(outcomes)
        .allMatch(
            l ->
                l.getOutcome()
                    == (l.getRobot().equals("r1") && l.getSequence() == 5
                        ? Outcome.REJECTED
                        : Outcome.LOCALIZED))
        .filteredOn(l -> l.getOutcome() == Outcome.LOCALIZED)
        .allMatch(
            l ->
                l.getCandidates()
                    .getFirst()
                    .getPlace()
                    .equals("seq-01/frame-%06d".formatted(l.getSequence() % TestWorld.PLACES)));
    assertThat(deadLetters(garbage)).hasSize(1);

    // Started again it goes on behind what it has answered, which a last frame shows.
    try (Localizer localizer = start(options);
        KafkaProducer<byte[], byte[]> producer = producer()) {
      for (String robot : robots) {
        send(producer, robot, TestWorld.bytes(TestWorld.frame(robot, run, each, 0)));
      }
      producer.flush();
      outcomes = outcomes(robots.size() * (each + 1), localizer);
    }
    assertExactlyOnce(outcomes, robots, each + 1);
    assertThat(deadLetters(garbage)).hasSize(1);
  }

  private static void assertExactlyOnce(
      List<Localization> outcomes, List<String> robots, int each) {
    for (String robot : robots) {
      assertThat(outcomes)
          .filteredOn(l -> l.getRobot().equals(robot))
          .extracting(Localization::getSequence)
          .containsExactlyElementsOf(LongStream.range(0, each).boxed().toList());
    }
  }

  @Test
  void shouldAnswerEveryLiveFrameFromTheStartOn() {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      send(producer, "r9", TestWorld.bytes(TestWorld.frame("r9", "before " + run, 0, 0)));
      producer.flush();
      try (Localizer localizer = Localizer.start(kafka, world.extractor, world.map, live(run))) {
        // Not waiting until it runs: what is sent from now on counts.
        for (int i = 0; i < 20; i++) {
          String robot = "r" + i % 3;
          send(producer, robot, TestWorld.bytes(TestWorld.frame(robot, run, i, i % 8)));
        }
        producer.flush();
        localizer.awaitRunning(PATIENCE);
        assertThat(outcomes(20, localizer))
            .extracting(Localization::getSequence)
            .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 20).boxed().toList());
        localizer.requireHealthy();
      }
    }
    assertThat(read("before " + run)).isEmpty();
  }

  @Test
  void shouldStopWithTheReasonWhenTheNetworkFails() {
    DescriptorExtractor failing = TestWorld.extractor(0);
    try (Localizer localizer = Localizer.start(kafka, failing, world.map, live("failing-" + run));
        KafkaProducer<byte[], byte[]> producer = producer()) {
      localizer.awaitRunning(PATIENCE);
      failing.close();
      send(producer, "r0", TestWorld.bytes(TestWorld.frame("r0", run, 0, 0)));
      producer.flush();
      assertThatThrownBy(localizer::awaitEnd)
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("the localizer stopped")
          .hasMessageContaining("is closed");
      assertThatThrownBy(localizer::requireHealthy).isInstanceOf(WaymarkException.class);
      localizer.close();
      localizer.close();
    }
  }

  @Test
  void shouldEndWellWhenClosed() {
    Localizer localizer = Localizer.start(kafka, world.extractor, world.map, live("closed-" + run));
    localizer.close();
    localizer.awaitEnd();
    localizer.close();
  }

  @Test
  void shouldStopWhenTheDeviceDoesNotAnswer() {
    FakeDevice device = new FakeDevice(Describer.of(world.extractor));
    LocalizerOptions options =
        new LocalizerOptions(
            Mode.REPLAY,
            "stalled-" + run,
            directory.resolve("state"),
            1,
            Duration.ofMinutes(1),
            true,
            Map.of("main.consumer.auto.offset.reset", "latest"),
            0,
            Duration.ofMillis(300),
            Optional.empty());
    try (Localizer localizer =
            Localizer.start(kafka, device, world.map, options, new CompositeMeterRegistry());
        KafkaProducer<byte[], byte[]> producer = producer()) {
      localizer.awaitRunning(PATIENCE);
      device.hold();
      // Again and again: its partitions' ends may not be known yet.
      while (!localizer.health().deviceStalled()) {
        send(producer, "r0", TestWorld.bytes(TestWorld.frame("r0", run, 0, 0)));
        producer.flush();
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      assertThat(localizer.health().healthy()).isFalse();
      assertThat(localizer.health().ready()).isFalse();
      assertThatThrownBy(localizer::awaitEnd)
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("does not answer");
    } finally {
      device.open();
    }
    assertThat(read(run)).isEmpty();
  }

  @Test
  void shouldRefuseAMapOfAnotherModelBeforeAnythingElse() {
    try (DescriptorExtractor other = TestWorld.extractor(1)) {
      // Nobody would answer there, which it does not come to.
      assertThatThrownBy(
              () ->
                  Localizer.start(KafkaSettings.of("127.0.0.1:1"), other, world.map, live("model")))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining(other.model().id())
          .hasMessageContaining(world.extractor.model().id());
    }
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    assertThatThrownBy(
            () ->
                Localizer.start(
                    KafkaSettings.of("127.0.0.1:1"), world.extractor, world.map, live("nobody")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void shouldSayWhichSettingIsWrong() {
    LocalizerOptions wrong =
        new LocalizerOptions(
            Mode.LIVE,
            "wrong",
            directory.resolve("state"),
            1,
            Duration.ofSeconds(1),
            true,
            Map.of("processing.guarantee", "perhaps_once"));
    assertThatThrownBy(() -> Localizer.start(kafka, world.extractor, world.map, wrong))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("processing.guarantee");
  }

  private static Localizer start(LocalizerOptions options) {
    Localizer localizer = Localizer.start(kafka, world.extractor, world.map, options);
    localizer.awaitRunning(PATIENCE);
    return localizer;
  }

  private static LocalizerOptions live(String applicationId) {
    return options(Mode.LIVE, applicationId, true);
  }

  private static LocalizerOptions options(Mode mode, String applicationId, boolean createTopics) {
    return new LocalizerOptions(
        mode,
        applicationId,
        directory.resolve("state"),
        2,
        Duration.ofMinutes(1),
        createTopics,
        Map.of());
  }

  /** Waits for a number of outcomes of this test's run, and gives all that there are then. */
  private List<Localization> outcomes(int count, Localizer localizer) {
    List<Localization> outcomes = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (LocalizationReader reader =
        LocalizationReader.fromBeginning(kafka, Topics.LOCALIZATIONS)) {
      while ((outcomes.size() < count || !reader.atEnd()) && System.nanoTime() < deadline) {
        localizer.requireHealthy();
        reader.poll(Duration.ofMillis(100)).stream()
            .map(LocalizationReader.Received::localization)
            .filter(l -> l.getRun().equals(run))
            .forEach(outcomes::add);
      }
    }
    assertThat(outcomes).hasSize(count);
    return outcomes;
  }

  private static List<Localization> read(String ofRun) {
    List<Localization> outcomes = new ArrayList<>();
    try (LocalizationReader reader =
        LocalizationReader.fromBeginning(kafka, Topics.LOCALIZATIONS)) {
      do {
        reader.poll(Duration.ofMillis(100)).stream()
            .map(LocalizationReader.Received::localization)
            .forEach(outcomes::add);
      } while (!reader.atEnd());
    }
    return outcomes.stream().filter(l -> l.getRun().equals(ofRun)).toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> deadLetters(byte[] value) {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.with(Map.of("isolation.level", "read_committed")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
      }
    }
    return letters.stream().filter(l -> java.util.Arrays.equals(l.value(), value)).toList();
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        kafka.with(Map.of("acks", "all")), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String robot, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(Topics.FRAMES, robot.getBytes(UTF_8), value));
  }
}
