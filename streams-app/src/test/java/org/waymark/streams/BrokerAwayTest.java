package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.Localization;
import org.waymark.testbed.broker.EmbeddedBroker;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LocalizationReader;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * The broker goes away while a replay is going on and comes back with its data. As long as it takes
 * to be noticed; {@code -Dwaymark.broker.away.seconds=60} makes it longer.
 */
@Timeout(600)
class BrokerAwayTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int EACH = 30;

  @TempDir static Path directory;

  @Test
  void shouldWaitSayItAndGoOnWithoutLoss() throws IOException {
    try (TestWorld world = TestWorld.create(directory, 0.1)) {
      EmbeddedBroker broker =
          EmbeddedBroker.start(directory.resolve("kafka"), EmbeddedBroker.ANY_PORT);
      int port = broker.port();
      KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
      try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
        admin.createMissing(Topics.all(1));
      }
      try (KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(
                  kafka.with(Map.of("acks", "all")),
                  new ByteArraySerializer(),
                  new ByteArraySerializer());
          Localizer localizer = Localizer.start(kafka, world.extractor, world.map, replay())) {
        send(producer, 0);
        localizer.awaitRunning(PATIENCE);
        assertThat(localizer.health().ready()).isTrue();

        broker.close();
        await(() -> localizer.health().brokerAway().isPresent());
        assertThat(localizer.health().healthy()).isTrue();
        assertThat(localizer.health().ready()).isFalse();
        LockSupport.parkNanos(
            Duration.ofSeconds(Long.getLong("waymark.broker.away.seconds", 0)).toNanos());

        broker = EmbeddedBroker.start(directory.resolve("kafka"), port);
        send(producer, EACH);
        List<Localization> outcomes = outcomes(kafka, 2 * EACH);
        localizer.requireHealthy();
        assertThat(outcomes)
            .extracting(Localization::getSequence)
            .containsExactlyElementsOf(LongStream.range(0, 2 * EACH).boxed().toList());
        await(() -> localizer.health().ready());
      } finally {
        broker.close();
      }
    }
  }

  private static LocalizerOptions replay() {
    return new LocalizerOptions(
        Mode.REPLAY, "away", directory.resolve("state"), 1, Duration.ofMinutes(1), true, Map.of());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, int from) {
    for (int i = from; i < from + EACH; i++) {
      byte[] frame = TestWorld.bytes(TestWorld.frame("r", "run", i, i % TestWorld.PLACES));
      var _ = producer.send(new ProducerRecord<>(Topics.FRAMES, "r".getBytes(UTF_8), frame));
    }
    producer.flush();
  }

  private static List<Localization> outcomes(KafkaSettings kafka, int count) {
    List<Localization> outcomes = new java.util.ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (LocalizationReader reader =
        LocalizationReader.fromBeginning(kafka, Topics.LOCALIZATIONS)) {
      while ((outcomes.size() < count || !reader.atEnd()) && System.nanoTime() < deadline) {
        reader.poll(Duration.ofMillis(100)).stream()
            .map(LocalizationReader.Received::localization)
            .forEach(outcomes::add);
      }
    }
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
