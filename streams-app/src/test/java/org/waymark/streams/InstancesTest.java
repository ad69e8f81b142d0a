package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.Localization;
import org.waymark.streams.http.StatusServer;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** Several threads and several instances that share the robots. */
@Timeout(600)
class InstancesTest {

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path directory;
  private static TestWorld world;
  private static EmbeddedBroker broker;
  private static KafkaSettings kafka;

  @BeforeAll
  static void start() throws IOException {
    world = TestWorld.create(directory, 0.1);
    broker = EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT);
    kafka = KafkaSettings.of(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.createMissing(Topics.all(PARTITIONS));
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
    world.close();
  }

  @Test
  void shouldGiveEqualOutcomesWithOneAndWithFourThreads() {
    int each = 60;
    send("equal", each);
    replay("one", 1, PARTITIONS * each);
    List<Localization> all = replay("four", 4, 2 * PARTITIONS * each);
    for (int robot = 0; robot < PARTITIONS; robot++) {
      String name = "r" + robot;
      List<String> ofRobot =
          all.stream()
              .filter(l -> l.getRobot().equals(name))
              .map(InstancesTest::withoutTimes)
              .toList();
      assertThat(ofRobot).hasSize(2 * each);
      assertThat(ofRobot.subList(each, 2 * each)).isEqualTo(ofRobot.subList(0, each));
    }
  }

  private static String withoutTimes(Localization outcome) {
    Localization copy = Localization.newBuilder(outcome).build();
    copy.getTimings().setWaitMicros(0);
    copy.getTimings().setDecodeMicros(0);
    copy.getTimings().setDescribeMicros(0);
    copy.getTimings().setLookupMicros(0);
    copy.getTimings().setTotalMicros(0);
    return copy.toString();
  }

  private static List<Localization> replay(String applicationId, int threads, int expected) {
    LocalizerOptions options =
        new LocalizerOptions(
            Mode.REPLAY,
            applicationId,
            directory.resolve(applicationId),
            threads,
            Duration.ofMinutes(1),
            true,
            Map.of());
    try (Localizer localizer = Localizer.start(kafka, world.extractor, world.map, options)) {
      localizer.awaitRunning(PATIENCE);
      return outcomes("equal", expected);
    }
  }

  @Test
  void shouldShareTheRobotsAnswerForEachOtherAndTakeOverWithTheirState() throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (StatusServer pageOfA = StatusServer.bind("127.0.0.1", 0, meters);
        StatusServer pageOfB =
            StatusServer.bind(
                "127.0.0.1", 0, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
      assertThat(get(pageOfA, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(pageOfA, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(pageOfA, "/robots/r0").statusCode()).isEqualTo(503);
      Localizer a = live(pageOfA, meters, "a");
      try (Localizer b =
          live(pageOfB, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "b")) {
        await(() -> a.health().tasks() == 2 && b.health().tasks() == 2);
        await(() -> a.health().ready() && b.health().ready());
        send("shared", 3);
        outcomes("shared", 3 * PARTITIONS);
        for (int robot = 0; robot < PARTITIONS; robot++) {
          String path = "/robots/r" + robot;
          for (StatusServer page : List.of(pageOfA, pageOfB)) {
            await(() -> get(page, path).statusCode() == 200);
            assertThat(get(page, path).body())
                .contains("\"robot\": \"r" + robot + "\"")
                .contains("\"sequence\": 2");
          }
        }
        assertThat(get(pageOfA, "/robots/nobody").statusCode()).isEqualTo(404);
        assertThat(get(pageOfA, "/robots/").statusCode()).isEqualTo(400);
        assertThat(get(pageOfA, "/elsewhere").statusCode()).isEqualTo(404);
        assertThat(get(pageOfA, "/readyz").body()).contains("\"ready\":true");
        assertThat(get(pageOfA, "/metrics").body())
            .contains("waymark_outcomes_total{outcome=\"localized\"}")
            .contains("waymark_stage_describe_seconds_bucket")
            .contains("waymark_batch_size")
            .contains("waymark_map{map=\"office\"")
            .contains("waymark_ready 1.0");

        a.close();
        await(() -> b.health().tasks() == PARTITIONS && b.health().ready());
        // Before any new frame: what the other one knew came with the partitions.
        for (int robot = 0; robot < PARTITIONS; robot++) {
          String name = "r" + robot;
          await(() -> b.lastOutcome(name) instanceof RobotAnswer.Here);
        }
        send("after", 2);
        assertThat(outcomes("after", 2 * PARTITIONS)).hasSize(2 * PARTITIONS);
        b.requireHealthy();
      } finally {
        a.close();
      }
    }
  }

  private static Localizer live(StatusServer page, PrometheusMeterRegistry meters, String name) {
    Localizer localizer =
        Localizer.start(
            kafka,
            Describer.of(world.extractor),
            world.map,
            new LocalizerOptions(
                Mode.LIVE,
                "shared",
                directory.resolve(name),
                1,
                Duration.ofMinutes(1),
                true,
                Map.of(),
                0,
                Duration.ofMinutes(1),
                Optional.of("127.0.0.1:" + page.port())),
            meters);
    page.serve(localizer);
    return localizer;
  }

  private static HttpResponse<String> get(StatusServer page, String path) {
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void send(String run, int each) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.with(Map.of("acks", "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < each; i++) {
        for (int robot = 0; robot < PARTITIONS; robot++) {
          String name = "r" + robot;
          byte[] frame = TestWorld.bytes(TestWorld.frame(name, run, i, (i + robot) % 8));
          var _ = producer.send(new ProducerRecord<>(Topics.FRAMES, name.getBytes(UTF_8), frame));
        }
      }
    }
  }

  private static List<Localization> outcomes(String run, int count) {
    List<Localization> outcomes = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (LocalizationReader reader =
        LocalizationReader.fromBeginning(kafka, Topics.LOCALIZATIONS)) {
      while (outcomes.size() < count && System.nanoTime() < deadline) {
        reader.poll(Duration.ofMillis(100)).stream()
            .map(LocalizationReader.Received::localization)
            .filter(l -> l.getRun().equals(run))
            .forEach(outcomes::add);
      }
    }
    assertThat(outcomes).hasSizeGreaterThanOrEqualTo(count);
    return outcomes;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
