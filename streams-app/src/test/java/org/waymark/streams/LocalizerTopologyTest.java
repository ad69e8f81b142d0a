package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.message.SchemaStore;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.avro.MapAnnouncement;
import org.waymark.avro.Outcome;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.core.record.RecordCodec;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.transport.Topics;

/**
 * The topology by itself. The consumer's interceptor does not run here, so every frame takes the
 * way of one that was not prefetched.
 */
class LocalizerTopologyTest {

  private static final Instant PUBLISHED = Instant.parse("2026-03-01T12:00:00Z");
  private static final byte[] KEY = "robot-1".getBytes(UTF_8);
  private static final double HALF = Math.sqrt(0.5);

  @TempDir static Path directory;
  private static TestWorld world;

  private Instant now = PUBLISHED.plusMillis(7);
  private @Nullable DescriptionEngine engine;
  private @Nullable TopologyTestDriver driver;

  @BeforeAll
  static void createWorld() throws IOException {
    world = TestWorld.create(directory.resolve("near"), 0.1);
  }

  @AfterAll
  static void closeWorld() {
    world.close();
  }

  @BeforeEach
  void open() {
    open(world, world.extractor, StaleRule.NEVER);
  }

  private void open(TestWorld inWorld, DescriptorExtractor extractor, StaleRule rule) {
    open(new SingleFrameLocalizer(inWorld.map, extractor.model().id()), extractor, rule);
  }

  private void open(FrameLocalizer localizer, DescriptorExtractor extractor, StaleRule rule) {
    close();
    InstantSource clock = () -> now;
    engine = TestWorld.engine(Describer.of(extractor), new SchemaStore.Cache(), rule, clock);
    Properties properties = new Properties();
    properties.put("application.id", "test");
    properties.put("bootstrap.servers", "nowhere:1");
    properties.put("state.dir", directory.resolve("state").toString());
    driver =
        new TopologyTestDriver(
            LocalizerTopology.build(
                new Purpose.Localize(localizer, false),
                new LocalizerTopology.Parts(
                    new PendingFrames(Topics.FRAMES, engine, new PendingFrames.Policy.WholePolls()),
                    extractor.model().id(),
                    "cpu/float32",
                    true,
                    clock,
                    TestWorld.noMetrics())),
            properties);
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
      driver = null;
    }
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void shouldAnswerAFrameWithItsPlaceAndWhereThatComesFrom() {
    send(KEY, TestWorld.bytes(TestWorld.frame("robot-1", "run", 0, 0)));
    send(KEY, TestWorld.bytes(TestWorld.frame("robot-1", "run", 1, 5)));
    now = now.plusMillis(5);
    List<TestRecord<byte[], byte[]>> records = outcomes();
    assertThat(records).hasSize(2).allMatch(r -> java.util.Arrays.equals(r.key(), KEY));
    Localization outcome = decode(records.get(1));
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.LOCALIZED);
    assertThat(outcome.getReason()).isNull();
    assertThat(outcome.getRobot()).isEqualTo("robot-1");
    assertThat(outcome.getRun()).isEqualTo("run");
    assertThat(outcome.getCamera()).isEqualTo("camera");
    assertThat(outcome.getSequence()).isEqualTo(1);
    assertThat(outcome.getStampNanos()).isEqualTo(1_000_000_001L);
    assertThat(outcome.getCameraPose().getX()).isCloseTo(0.5, within(1e-9));
    assertThat(outcome.getBasePose()).isNull();
    assertThat(outcome.getCovariance()).isNull();
    assertThat(outcome.getConfidence()).isNull();
    assertThat(outcome.getAmbiguityMetres()).isBetween(0.01, 1.0);

    assertThat(outcome.getCandidates()).hasSize(TestWorld.PLACES);
    Candidate best = outcome.getCandidates().getFirst();
    assertThat(best.getPlace()).isEqualTo("seq-01/frame-000005");
    assertThat(best.getSession()).isEqualTo("seq-01");
    assertThat(best.getDistance()).isLessThan(1e-5f);
    assertThat(best.getPose()).isEqualTo(outcome.getCameraPose());
    assertThat(outcome.getCandidates()).extracting(Candidate::getDistance).isSorted();

    assertThat(outcome.getProvenance().getModel()).isEqualTo(world.extractor.model().id());
    assertThat(outcome.getProvenance().getMap()).isEqualTo("office");
    assertThat(outcome.getProvenance().getMapVersion()).isEqualTo("1");
    assertThat(outcome.getProvenance().getTopic()).isEqualTo(Topics.FRAMES);
    assertThat(outcome.getProvenance().getPartition()).isZero();
    assertThat(outcome.getProvenance().getOffset()).isEqualTo(1);

    assertThat(outcome.getTimings().getWaitMicros()).isEqualTo(7000);
    assertThat(outcome.getTimings().getDecodeMicros()).isPositive();
    assertThat(outcome.getTimings().getDescribeMicros()).isPositive();
    assertThat(outcome.getTimings().getLookupMicros()).isPositive();
    assertThat(outcome.getTimings().getTotalMicros()).isEqualTo(7000);
  }

  @Test
  void shouldNeverGiveNegativeTimesWhenClocksDisagree() {
    now = PUBLISHED.minusSeconds(3);
    send(KEY, TestWorld.bytes(TestWorld.frame("r", "run", 0, 0)));
    Localization outcome = decode(outcomes().getFirst());
    assertThat(outcome.getTimings().getWaitMicros()).isZero();
    assertThat(outcome.getTimings().getTotalMicros()).isZero();
  }

  @Test
  void shouldAnswerFramesThatWerePublishedInTheFuture() {
    open(world, world.extractor, new StaleRule(Duration.ofMillis(500)));
    now = PUBLISHED.minus(Duration.ofDays(400));
    send(KEY, TestWorld.bytes(TestWorld.frame("r", "run", 0, 0)));
    assertThat(decode(outcomes().getFirst()).getOutcome()).isEqualTo(Outcome.LOCALIZED);
  }

  @Test
  void shouldPassTheCamerasStampsOnInTheOrderOfTheRecordsWhateverTheyAre() {
    List<Long> stamps = List.of(5L, 4L, Long.MAX_VALUE, 0L, -7L, Long.MIN_VALUE, 4L);
    for (long stamp : stamps) {
      send(KEY, TestWorld.bytes(TestWorld.frame("r", "run", 0, 0).setStampNanos(stamp)));
    }
    assertThat(outcomes()).extracting(record -> decode(record).getStampNanos()).isEqualTo(stamps);
  }

  @Test
  void shouldKeyTheOutcomeOfAFrameWithoutKeyByItsRobot() {
    send(null, TestWorld.bytes(TestWorld.frame("robot-7", "run", 0, 0)));
    send("other".getBytes(UTF_8), TestWorld.bytes(TestWorld.frame("robot-7", "run", 1, 0)));
    assertThat(outcomes())
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactly("robot-7", "other");
  }

  @Test
  void shouldRememberTheLastOutcomeOfEachRobot() {
    send(KEY, TestWorld.bytes(TestWorld.frame("robot-1", "run", 0, 0)));
    send(KEY, TestWorld.bytes(TestWorld.frame("robot-1", "run", 1, 1)));
    send(KEY, "no frame".getBytes(UTF_8));
    byte[] last =
        driver().<String, byte[]>getKeyValueStore(RobotStateStore.LAST_OUTCOMES).get("robot-1");
    assertThat(RecordCodec.ofOneVersion(Localization.class).decode(last))
        .isEqualTo(decode(outcomes().getLast()));
  }

  @Test
  void shouldHandTheBeliefOfARobotFromFrameToFrame() {
    List<String> before = new ArrayList<>();
    FrameLocalizer retrieval = new SingleFrameLocalizer(world.map, "model");
    open(
        (frame, source, published, belief) -> {
          before.add(frame.robot() + belief.map(b -> new String(b, UTF_8)).orElse("-"));
          byte[] after = ("saw " + source.offset()).getBytes(UTF_8);
          return new FrameLocalizer.Answer(
              retrieval.localize(frame, source, published, belief).outcome(),
              source.offset() == 2 ? Optional.empty() : Optional.of(after));
        },
        world.extractor,
        StaleRule.NEVER);
    for (String robot : List.of("a", "b", "a", "a")) {
      send(KEY, TestWorld.bytes(TestWorld.frame(robot, "run", 0, 0)));
    }
    assertThat(before).containsExactly("a-", "b-", "asaw 0", "asaw 0");
  }

  @Test
  void shouldGiveThePoseOfTheBaseWhenTheMountingIsKnown() {
    Pose mounting = new Pose(0.1, 0.2, 0.3, HALF, 0, 0, HALF);
    send(
        KEY,
        TestWorld.bytes(
            TestWorld.frame("r", "run", 0, 2).setBaseToCamera(Poses.toRecord(mounting))));
    Localization outcome = decode(outcomes().getFirst());
    Pose camera = Poses.fromRecord(outcome.getCameraPose());
    Pose base = Poses.fromRecord(outcome.getBasePose());
    Pose again = base.compose(mounting);
    assertThat(again.distanceTo(camera)).isLessThan(1e-9);
    assertThat(again.angleTo(camera)).isLessThan(1e-6);
    // By hand: the camera stands at x = 0.2 unrotated; minus a quarter turn about x takes the
    // mounting's (y, z) = (0.2, 0.3) to (0.3, -0.2).
    assertThat(base.x()).isCloseTo(0.1, within(1e-9));
    assertThat(base.y()).isCloseTo(-0.3, within(1e-9));
    assertThat(base.z()).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void shouldRejectAMountingThatIsNoPoseAndGoOn() {
    CameraFrame.Builder frame =
        TestWorld.frame("r", "run", 0, 2)
            .setBaseToCamera(new org.waymark.avro.Pose(0d, 0d, 0d, 0d, 0d, 0d, 0d));
    send(KEY, TestWorld.bytes(frame));
    frame.setBaseToCamera(new org.waymark.avro.Pose(Double.NaN, 0d, 0d, 0d, 0d, 0d, 1d));
    send(KEY, TestWorld.bytes(frame));
    send(KEY, TestWorld.bytes(TestWorld.frame("r", "run", 2, 2)));
    List<Localization> outcomes = outcomes().stream().map(LocalizerTopologyTest::decode).toList();
    assertThat(outcomes)
        .extracting(Localization::getOutcome)
        .containsExactly(Outcome.REJECTED, Outcome.REJECTED, Outcome.LOCALIZED);
    assertThat(outcomes.getFirst().getReason()).contains("baseToCamera");
  }

  @Test
  void shouldRejectPicturesThatCannotBeUsedAndSayWhy() {
    byte[] jpeg = TestWorld.jpeg(1);
    Map<String, CameraFrame.Builder> broken = new TreeMap<>();
    broken.put("cut", image(ByteBuffer.wrap(jpeg, 0, 40)));
    broken.put("text", image(ByteBuffer.wrap("no picture".getBytes(UTF_8))));
    broken.put("empty", image(ByteBuffer.allocate(0)));
    broken.put(
        "sent without a picture",
        image(ByteBuffer.allocate(0)).setEncoding("").setWidth(0).setHeight(0));
    broken.put("unknown encoding", image(ByteBuffer.wrap(jpeg)).setEncoding("h264"));
    broken.put("raw and short", image(ByteBuffer.wrap(jpeg)).setEncoding("rgb8").setStep(480));
    broken.put(
        "raw of negative size",
        image(ByteBuffer.wrap(jpeg)).setEncoding("rgb8").setWidth(-1).setHeight(-1).setStep(-3));
    broken.put(
        "raw and immense",
        image(ByteBuffer.wrap(jpeg))
            .setEncoding("rgb8")
            .setWidth(Integer.MAX_VALUE)
            .setHeight(Integer.MAX_VALUE)
            .setStep(Integer.MAX_VALUE));
    broken.values().forEach(frame -> send(KEY, TestWorld.bytes(frame)));
    List<TestRecord<byte[], byte[]>> records = outcomes();
    assertThat(records).hasSameSizeAs(broken.values());
    List<String> names = List.copyOf(broken.keySet());
    for (int i = 0; i < records.size(); i++) {
      Localization outcome = decode(records.get(i));
      assertThat(outcome.getOutcome()).as(names.get(i)).isEqualTo(Outcome.REJECTED);
      assertThat(outcome.getReason()).as(names.get(i)).isNotBlank();
      assertThat(outcome.getCameraPose()).as(names.get(i)).isNull();
      assertThat(outcome.getCandidates()).as(names.get(i)).isEmpty();
      assertThat(outcome.getProvenance().getOffset()).isEqualTo(i);
      assertThat(outcome.getTimings().getDescribeMicros()).isZero();
      assertThat(outcome.getTimings().getTotalMicros()).isEqualTo(7000);
    }
    assertThat(deadLetters()).isEmpty();
  }

  private static CameraFrame.Builder image(ByteBuffer bytes) {
    return TestWorld.frame("r", "run", 0, 0).setImage(bytes);
  }

  @Test
  void shouldPutAsideWhatIsNoFrameUnchanged() {
    byte[] whole = TestWorld.bytes(TestWorld.frame("r", "run", 0, 0));
    byte[] other =
        RecordCodec.ofOneVersion(MapAnnouncement.class)
            .encode(
                MapAnnouncement.newBuilder()
                    .setMap("m")
                    .setVersion("1")
                    .setUri("u")
                    .setManifestSha256("00")
                    .setModel("x")
                    .setFrame("map")
                    .setMinX(0)
                    .setMinY(0)
                    .setMinZ(0)
                    .setMaxX(0)
                    .setMaxY(0)
                    .setMaxZ(0)
                    .setPlaces(1)
                    .build());
    List<byte @Nullable []> values =
        java.util.Arrays.asList(
            "garbage".getBytes(UTF_8),
            new byte[0],
            null,
            other,
            ofUnknownSchema(whole),
            java.util.Arrays.copyOf(whole, 30));
    Headers headers = new RecordHeaders().add("trace", "7".getBytes(UTF_8));
    for (byte @Nullable [] value : values) {
      input(new TestRecord<>(KEY, value, headers, PUBLISHED));
    }
    send(null, "no key".getBytes(UTF_8));
    send(KEY, whole);

    List<TestRecord<byte[], byte[]>> letters = deadLetters();
    assertThat(letters).hasSize(values.size() + 1);
    for (int i = 0; i < values.size(); i++) {
      TestRecord<byte[], byte[]> letter = letters.get(i);
      assertThat(letter.key()).isEqualTo(KEY);
      assertThat(letter.value()).isEqualTo(values.get(i));
      assertThat(letter.getRecordTime()).isEqualTo(PUBLISHED);
      Map<String, String> read = new TreeMap<>();
      for (Header header : letter.headers()) {
        read.put(header.key(), new String(header.value(), UTF_8));
      }
      assertThat(read.remove("waymark.error")).isNotBlank();
      assertThat(read)
          .isEqualTo(
              Map.of(
                  "trace",
                  "7",
                  "waymark.source.topic",
                  Topics.FRAMES,
                  "waymark.source.partition",
                  "0",
                  "waymark.source.offset",
                  Integer.toString(i)));
    }
    assertThat(letters.getLast().key()).isNull();
    assertThat(outcomes()).hasSize(1);
  }

  /** The same record, by a writer whose schema nobody has published. */
  private static byte[] ofUnknownSchema(byte[] record) {
    byte[] changed = record.clone();
    changed[5] ^= 1;
    return changed;
  }

  @Test
  void shouldGiveUpStaleFramesWithoutRunningTheNetwork() {
    DescriptorExtractor unusable = TestWorld.extractor(0);
    unusable.close();
    open(world, unusable, new StaleRule(Duration.ofMillis(500)));
    now = PUBLISHED.plusMillis(501);
    send(KEY, TestWorld.bytes(TestWorld.frame("r", "run", 3, 0)));
    Localization outcome = decode(outcomes().getFirst());
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.STALE);
    assertThat(outcome.getReason()).contains("501 ms");
    assertThat(outcome.getCameraPose()).isNull();
    assertThat(outcome.getSequence()).isEqualTo(3);
    assertThat(outcome.getTimings().getDecodeMicros()).isZero();
    assertThat(outcome.getTimings().getWaitMicros()).isEqualTo(501_000);
  }

  @Test
  void shouldBeUncertainWhenTheLeadingPlacesLieApart() throws IOException {
    Locale before = Locale.getDefault();
    try (TestWorld wide = TestWorld.create(directory.resolve("wide"), 10)) {
      Locale.setDefault(Locale.GERMANY);
      open(wide, wide.extractor, StaleRule.NEVER);
      send(KEY, TestWorld.bytes(TestWorld.frame("r", "run", 0, 4)));
      Localization outcome = decode(outcomes().getFirst());
      assertThat(outcome.getOutcome()).isEqualTo(Outcome.UNCERTAIN);
      assertThat(outcome.getCameraPose().getX()).isEqualTo(40.0);
      assertThat(outcome.getAmbiguityMetres()).isGreaterThan(1.0);
      assertThat(outcome.getReason()).matches(".* spread by \\d+\\.\\d m");
      close();
    } finally {
      Locale.setDefault(before);
    }
  }

  private void send(byte @Nullable [] key, byte[] value) {
    input(new TestRecord<>(key, value, PUBLISHED));
  }

  private void input(TestRecord<byte[], byte[]> record) {
    driver()
        .createInputTopic(Topics.FRAMES, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
  }

  private List<TestRecord<byte[], byte[]>> outcomes() {
    return read(Topics.LOCALIZATIONS);
  }

  private List<TestRecord<byte[], byte[]>> deadLetters() {
    return read(Topics.DEAD_LETTERS);
  }

  private List<TestRecord<byte[], byte[]>> read(String topic) {
    return driver()
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private TopologyTestDriver driver() {
    return java.util.Objects.requireNonNull(driver);
  }

  private static Localization decode(TestRecord<byte[], byte[]> record) {
    return RecordCodec.ofOneVersion(Localization.class).decode(record.value());
  }
}
