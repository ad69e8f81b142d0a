package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.evaluation.FrameAnswer;
import org.waymark.indexer.evaluation.OutcomeComparison;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.CalibrationFile;
import org.waymark.streams.tracking.RetrievalModel;
import org.waymark.streams.tracking.TrackerSettings;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.RecordedFrame;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** A robot that is followed, a shadow that looks at each frame by itself, and both recomputed. */
@Timeout(120)
class ShadowAndAuditTest {

  private static final int FRAMES = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Calibration CALIBRATION =
      new Calibration(
          new RetrievalModel(0.02, 0.02, 0.2, 0.1, 0.05, 1.5, 0.05, 8, 4),
          1,
          Calibration.Confidence.IDENTITY,
          true);

  @TempDir static Path directory;
  private static TestWorld world;
  private static EmbeddedBroker broker;
  private static KafkaSettings kafka;
  private static List<Localization> primary = List.of();
  private static List<Localization> shadow = List.of();

  @BeforeAll
  static void answerTheSameFramesTwice() throws IOException {
    world = TestWorld.create(directory, 2);
    new CalibrationFile(
            CalibrationFile.FORMAT,
            world.extractor.model().id(),
            CalibrationFile.manifestDigest(world.map.version()),
            List.of(),
            1,
            false,
            "2026-01-01T00:00:00Z",
            CALIBRATION)
        .write(world.map.version());
    broker = EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT);
    kafka = KafkaSettings.of(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(1));
    }
    send();
    String model = world.extractor.model().id();
    try (Localizer first =
            start(
                "primary",
                new Purpose.Localize(
                    FrameLocalizers.tracking(
                        world.map, model, CALIBRATION, TrackerSettings.DEFAULT),
                    false));
        Localizer second =
            start(
                "shadow",
                new Purpose.Localize(FrameLocalizers.singleFrame(world.map, model), true))) {
      primary = outcomes(Topics.LOCALIZATIONS);
      shadow = outcomes(Topics.SHADOW_LOCALIZATIONS);
      first.requireHealthy();
      second.requireHealthy();
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
    world.close();
  }

  private static Localizer start(String applicationId, Purpose purpose) {
    return Localizer.start(
        kafka,
        Describer.of(world.extractor),
        purpose,
        new LocalizerOptions(
            Mode.REPLAY,
            applicationId,
            directory.resolve(applicationId),
            1,
            Duration.ofMinutes(1),
            true,
            Map.of()),
        new CompositeMeterRegistry());
  }

  /** Frames, and something that is none. */
  private static void send() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.with(Map.of("acks", "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(Topics.FRAMES, "r".getBytes(UTF_8), "no frame".getBytes(UTF_8)));
      for (int i = 0; i < FRAMES; i++) {
        byte[] frame =
            TestWorld.bytes(
                TestWorld.frame("r", "run", i, i)
                    .setStampNanos(1_000_000_000L * i)
                    .setBaseToCamera(Poses.toRecord(new Pose(0, 0, 1, 0, 0, 0, 1)))
                    .setOdometry(
                        Poses.toRecord(Odometry.ofPose(new Pose(1.9 * i, 0, 0, 0, 0, 0, 1)))));
        var _ = producer.send(new ProducerRecord<>(Topics.FRAMES, "r".getBytes(UTF_8), frame));
      }
    }
  }

  private static List<Localization> outcomes(String topic) {
    List<Localization> outcomes = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (LocalizationReader reader = LocalizationReader.fromBeginning(kafka, topic)) {
      while (outcomes.size() < FRAMES && System.nanoTime() < deadline) {
        reader.poll(Duration.ofMillis(100)).forEach(r -> outcomes.add(r.localization()));
      }
    }
    assertThat(outcomes).hasSize(FRAMES);
    return outcomes;
  }

  @Test
  void shouldAnswerTheSameFramesEachToItsOwnTopicAndPutAsideWhatIsNoneOnce() {
    assertThat(primary).allMatch(l -> l.getCovariance() != null);
    assertThat(shadow).allMatch(l -> l.getCovariance() == null);
    OutcomeComparison comparison =
        OutcomeComparison.of(
            primary.stream().map(FrameAnswer::of).toList(),
            shadow.stream().map(FrameAnswer::of).toList(),
            Optional.of(id -> Optional.of(new Pose(2 * id.sequence(), 0, 0, 0, 0, 0, 1))));
    assertThat(comparison.both()).isEqualTo(FRAMES);
    assertThat(comparison.distance().metres().at(100)).isBetween(1e-3, 1.0);
    assertThat(comparison.truth().orElseThrow().shadow().metres().at(100)).isLessThan(1e-6);
    assertThat(comparison.truth().orElseThrow().shadowNearer()).isPositive();
    assertThat(comparison.truth().orElseThrow().primaryNearer()).isZero();
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      assertThat(admin.partitions(Topics.DEAD_LETTERS)).isEqualTo(1);
    }
    assertThat(deadLetters()).isEqualTo(1);
  }

  private static long deadLetters() {
    try (var consumer =
        new org.apache.kafka.clients.consumer.KafkaConsumer<>(
            kafka.with(
                Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest")),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
      var partition = new org.apache.kafka.common.TopicPartition(Topics.DEAD_LETTERS, 0);
      consumer.assign(List.of(partition));
      long count = 0;
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        count += consumer.poll(Duration.ofMillis(100)).count();
      }
      return count;
    }
  }

  @Test
  void shouldComeOutEqualWithAndWithoutTracking() {
    for (Localization past : primary) {
      Audit.Report report = audit(past, world.extractor, world.map);
      assertThat(report.tracked()).isTrue();
      assertThat(report.equal()).isTrue();
      assertThat(report.differences()).isEmpty();
    }
    assertThat(primary.getLast().getProvenance().getBelief()).isNotNull();
    for (Localization past : shadow) {
      Audit.Report report = audit(past, world.extractor, world.map);
      assertThat(report.tracked()).isFalse();
      assertThat(report.equal()).isTrue();
      assertThat(report.pose().orElseThrow().metres()).isZero();
    }
  }

  @Test
  void shouldSayWhatDiffers() throws IOException {
    Localization past = primary.getLast();
    Localization withoutBelief = Localization.newBuilder(past).build();
    withoutBelief.getProvenance().setBelief(null);
    withoutBelief.getProvenance().setDevice("gpu/float16");
    withoutBelief.setOutcome(Outcome.UNCERTAIN);
    Audit.Report otherDevice = audit(withoutBelief, world.extractor, world.map);
    assertThat(otherDevice.equal()).isFalse();
    assertThat(otherDevice.differences())
        .containsExactly(new Audit.Difference("device", "gpu/float16", "cpu/float32"));
    assertThat(otherDevice.pose().orElseThrow().metres()).isGreaterThan(Audit.TOLERANCE);

    Path moved =
        TestWorld.build(
            new MapDirectory(directory.resolve("office")),
            TestWorld.record(directory.resolve("moved"), 2, 1),
            "map",
            world.extractor);
    try (PlaceMap second = PlaceMap.open(moved);
        DescriptorExtractor other = TestWorld.extractor(3)) {
      Audit.Report otherVersion = audit(shadow.getFirst(), world.extractor, second);
      assertThat(otherVersion.equal()).isFalse();
      assertThat(otherVersion.differences())
          .containsExactly(new Audit.Difference("version", "1", "2"));
      assertThat(otherVersion.pose().orElseThrow().metres()).isEqualTo(1);
      assertThat(audit(primary.getFirst(), world.extractor, second).differences())
          .extracting(Audit.Difference::what)
          .containsExactly("version", "calibration");

      Audit.Report otherModel = audit(shadow.getFirst(), other, world.map);
      assertThat(otherModel.equal()).isFalse();
      assertThat(otherModel.recomputed()).isEmpty();
      assertThat(otherModel.differences()).extracting(Audit.Difference::what).contains("model");
    }
  }

  @Test
  void shouldSayWhenAFrameIsNotThere() {
    assertThatThrownBy(() -> RecordedFrame.read(kafka, Topics.FRAMES, 0, 4711))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("4711")
        .hasMessageContaining("not kept any more");
    assertThatThrownBy(() -> RecordedFrame.read(kafka, Topics.FRAMES, 0, 0))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no frame");
  }

  private static Audit.Report audit(
      Localization past, DescriptorExtractor extractor, PlaceMap map) {
    Provenance source = past.getProvenance();
    RecordedFrame frame =
        RecordedFrame.read(kafka, source.getTopic(), source.getPartition(), source.getOffset());
    return new Audit(extractor, map).recompute(past, frame.frame(), frame.publishedMillis());
  }
}
