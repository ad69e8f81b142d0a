package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.Localization;
import org.waymark.avro.MapAnnouncement;
import org.waymark.avro.Outcome;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.fetch.Announcements;
import org.waymark.indexer.fetch.MapCache;
import org.waymark.indexer.fetch.MapFetcher;
import org.waymark.indexer.fetch.MapRoot;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.MapTopic;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** Versions that are published, swapped, refused and rolled back while frames flow. */
@Timeout(120)
class FollowedMapTest {

  private static final int ROBOTS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static TestWorld world;
  private static EmbeddedBroker broker;
  private static KafkaSettings kafka;

  /** By version: 1 at y = 0, 2 at y = 10, 3 damaged. */
  private static MapDirectory office;

  @BeforeAll
  static void start() throws IOException {
    world = TestWorld.create(directory.resolve("maps"), 0.1);
    office = new MapDirectory(directory.resolve("maps/office"));
    TestWorld.build(
        office, TestWorld.record(directory.resolve("moved"), 0.1, 10), "map", world.extractor);
    Path third =
        TestWorld.build(
            office, TestWorld.record(directory.resolve("third"), 0.1, 20), "map", world.extractor);
    damage(third);
    broker = EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT);
    kafka = KafkaSettings.of(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(ROBOTS));
    }
  }

  private static void damage(Path version) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(version.resolve("lucene"))) {
      file = files.filter(f -> f.toString().endsWith(".vec")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
  }

  @AfterAll
  static void stop() {
    broker.close();
    world.close();
  }

  private static FollowedMap office(Path cache) {
    return new FollowedMap(
        "office",
        new FollowedMap.Model(world.extractor.model().id(), "small"),
        new MapFetcher(
            List.of(MapRoot.parse(directory.resolve("maps").toString())),
            new MapCache(cache, 1L << 30),
            1L << 30),
        map -> FrameLocalizers.singleFrame(map, map.manifest().modelId()));
  }

  private static MapAnnouncement version(String version) {
    return Announcements.of(office.version(version), office.version(version).toUri());
  }

  @Test
  void shouldSwapBetweenFramesRefuseWhatIsBadAndRollBackWithoutLosingAFrame() throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MapTopic topic = new MapTopic(kafka);
    topic.announce(version("1"));
    AtomicBoolean done = new AtomicBoolean();
    try (FollowedMap map = office(directory.resolve("cache"));
        MapFollower follower = MapFollower.start(kafka, "office", map, false);
        Localizer localizer =
            Localizer.start(
                kafka,
                Describer.of(world.extractor),
                new Purpose.Localize(map, false),
                options(Mode.LIVE, "following"),
                meters)) {
      localizer.awaitRunning(PATIENCE);
      List<Localization> outcomes = new ArrayList<>();
      long[] sent = {0};
      Thread camera = Thread.ofPlatform().start(() -> sent[0] = send("swapped", done));
      try (LocalizationReader reader =
          LocalizationReader.fromBeginning(kafka, Topics.LOCALIZATIONS)) {
        await(() -> answeredBy("1", reader, outcomes));

        topic.announce(version("2"));
        await(() -> answeredBy("2", reader, outcomes));

        topic.announce(version("3"));
        await(() -> localizer.health().map().orElseThrow().refusals() == 1);
        int before = gathered(reader, outcomes).size();
        await(() -> gathered(reader, outcomes).size() > before + 4);
        MapStatus refused = localizer.health().map().orElseThrow();
        assertThat(refused.version()).isEqualTo("2");
        assertThat(refused.refused()).hasValueSatisfying(r -> assertThat(r).contains("SHA-256"));
        assertThat(localizer.health().ready()).isTrue();

        topic.announce(version("1"));
        await(() -> localizer.health().map().orElseThrow().version().equals("1"));
        int rolledBack = gathered(reader, outcomes).size();
        await(() -> gathered(reader, outcomes).size() > rolledBack + 8);

        done.set(true);
        camera.join();
        await(() -> frames(gathered(reader, outcomes)).size() == ROBOTS * sent[0]);
      }
      assertThat(frames(outcomes)).hasSize((int) (ROBOTS * sent[0]));
      // On a machine that is busy with others, live mode gives frames up.
      assertThat(outcomes)
          .allMatch(l -> l.getOutcome() == Outcome.LOCALIZED || l.getOutcome() == Outcome.STALE);
      for (int robot = 0; robot < ROBOTS; robot++) {
        String name = "r" + robot;
        List<Localization> ofRobot =
            outcomes.stream()
                .filter(l -> l.getRobot().equals(name) && l.getOutcome() == Outcome.LOCALIZED)
                .toList();
        assertThat(changes(ofRobot)).containsExactly("1", "2", "1");
        for (Localization outcome : ofRobot) {
          double y = outcome.getProvenance().getMapVersion().equals("2") ? 10 : 0;
          assertThat(outcome.getCameraPose().getY()).isCloseTo(y, within(1e-6));
        }
      }
      assertThat(meters.scrape())
          .contains("waymark_map_swaps_total 2.0")
          .contains("waymark_map_refusals_total 1.0")
          .contains("version=\"1\"")
          .doesNotContain("version=\"2\"");
    } finally {
      done.set(true);
    }
  }

  @Test
  void shouldStayWithItsVersionInReplayMode() {
    MapTopic topic = new MapTopic(kafka);
    topic.announce(version("2"));
    try (FollowedMap map = office(directory.resolve("cache"));
        MapFollower follower = MapFollower.start(kafka, "office", map, true)) {
      topic.announce(version("1"));
      try (FollowedMap other = office(directory.resolve("cache"));
          MapFollower alsoFollowing = MapFollower.start(kafka, "office", other, false)) {
        assertThat(other.map().orElseThrow().version()).isEqualTo("1");
        topic.withdraw("office");
        await(() -> other.map().orElseThrow().withdrawn());
        topic.announce(version("2"));
        await(() -> other.map().orElseThrow().version().equals("2"));
        assertThat(other.map().orElseThrow().withdrawn()).isFalse();
      }
      assertThat(map.map().orElseThrow().version()).isEqualTo("2");
    }
  }

  @Test
  void shouldNameWhatIsWrongWithAVersion() throws IOException {
    try (FollowedMap map = office(directory.resolve("cache-of-refusals"));
        DescriptorExtractor otherModel = TestWorld.extractor(7)) {
      MapAnnouncement outside = version("1");
      outside.setUri(directory.resolve("elsewhere/office/1").toUri().toString());
      assertThat(map.adopt(outside)).isFalse();
      assertThat(refusal(map)).contains("under none of the allowed roots");

      MapAnnouncement missing = version("1");
      missing.setUri(directory.resolve("maps/office/9").toUri().toString());
      assertThat(map.adopt(missing)).isFalse();
      assertThat(refusal(map)).contains("office/9", "no file");

      MapDirectory other = new MapDirectory(directory.resolve("maps/other/office"));
      Path ofOther =
          TestWorld.build(
              other, TestWorld.record(directory.resolve("other"), 0.1, 0), "map", otherModel);
      assertThat(map.adopt(Announcements.of(ofOther, ofOther.toUri()))).isFalse();
      assertThat(refusal(map))
          .contains(otherModel.model().id())
          .contains(world.extractor.model().id());

      assertThat(map.isServing()).isFalse();
      assertThat(map.adopt(version("1"))).isTrue();
      assertThat(map.map().orElseThrow().refused()).isEmpty();
      assertThat(map.map().orElseThrow().refusals()).isEqualTo(3);

      // Also what is here already, under its digest, is taken from where the operator allows.
      assertThat(map.adopt(outside)).isFalse();
      assertThat(map.map().orElseThrow().version()).isEqualTo("1");
    }
  }

  private static String refusal(FollowedMap map) {
    return map.map().orElseThrow().refused().orElseThrow();
  }

  private static LocalizerOptions options(Mode mode, String applicationId) {
    return new LocalizerOptions(
        mode,
        applicationId,
        directory.resolve(applicationId),
        1,
        Duration.ofMinutes(1),
        true,
        Map.of());
  }

  /** Sends a frame of each robot every few ms until it is told to stop; how many of each. */
  private static long send(String run, AtomicBoolean done) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.with(Map.of("acks", "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      long sequence = 0;
      for (; !done.get(); sequence++) {
        for (int robot = 0; robot < ROBOTS; robot++) {
          String name = "r" + robot;
          byte[] frame =
              TestWorld.bytes(
                  TestWorld.frame(name, run, sequence, (int) (sequence % TestWorld.PLACES)));
          var _ =
              producer.send(
                  new ProducerRecord<>(Topics.FRAMES, robot, name.getBytes(UTF_8), frame));
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      return sequence;
    }
  }

  /** With what has come meanwhile. */
  private static List<Localization> gathered(
      LocalizationReader reader, List<Localization> outcomes) {
    reader.poll(Duration.ofMillis(50)).forEach(r -> outcomes.add(r.localization()));
    return outcomes;
  }

  private static boolean answeredBy(
      String version, LocalizationReader reader, List<Localization> outcomes) {
    return !gathered(reader, outcomes).isEmpty()
        && outcomes.stream()
                .filter(l -> l.getOutcome() == Outcome.LOCALIZED)
                .filter(l -> l.getProvenance().getMapVersion().equals(version))
                .count()
            > 2 * ROBOTS;
  }

  private static Set<String> frames(List<Localization> outcomes) {
    Set<String> frames = new HashSet<>();
    outcomes.forEach(l -> frames.add(l.getRobot() + "/" + l.getSequence()));
    return frames;
  }

  private static List<String> changes(List<Localization> outcomes) {
    List<String> changes = new ArrayList<>();
    for (Localization outcome : outcomes) {
      String version = outcome.getProvenance().getMapVersion();
      if (changes.isEmpty() || !changes.getLast().equals(version)) {
        changes.add(version);
      }
    }
    return changes;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean holds = condition.getAsBoolean();
    while (!holds && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      holds = condition.getAsBoolean();
    }
    assertThat(holds).isTrue();
  }
}
