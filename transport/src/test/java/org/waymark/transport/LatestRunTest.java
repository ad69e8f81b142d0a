package org.waymark.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.avro.Timings;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.RecordCodec;
import org.waymark.testbed.broker.EmbeddedBroker;

class LatestRunTest {

  @TempDir Path directory;

  @Test
  void shouldGoByTimeAndNotByPartition() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, EmbeddedBroker.ANY_PORT)) {
      KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers());
      try (TopicAdmin admin = TopicAdmin.connect(settings)) {
        admin.createMissing(Topics.all(3));
      }
      assertThatThrownBy(() -> read(settings, Optional.empty()))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("no outcomes");
      long begin = System.currentTimeMillis();
      RecordCodec<Localization> codec = RecordCodec.ofOneVersion(Localization.class);
      try (var producer =
          new KafkaProducer<>(
              settings.with(Map.of()), new StringSerializer(), new RecordSerializer<>(codec))) {
        // The newest lies on the partition that is read first as well as last, in turn.
        for (int newest = 0; newest < 3; newest++) {
          for (int partition = 0; partition < 3; partition++) {
            long millis = begin + 10L * newest + (partition == newest ? 5 : partition);
            String run = "run-%d-%d".formatted(newest, partition);
            producer
                .send(
                    new ProducerRecord<>(
                        Topics.LOCALIZATIONS,
                        partition,
                        millis,
                        "key",
                        outcome("r" + partition, run)))
                .get();
          }
          assertThat(read(settings, Optional.empty()))
              .extracting(Localization::getRun)
              .containsExactly("run-%d-%d".formatted(newest, newest));
        }
        assertThat(read(settings, Optional.of("r0")))
            .extracting(Localization::getRun)
            .containsExactly("run-2-0");
      }
    }
  }

  private static List<Localization> read(KafkaSettings settings, Optional<String> robot) {
    return LatestRun.read(settings, Topics.LOCALIZATIONS, robot);
  }

  private static Localization outcome(String robot, String run) {
    return Localization.newBuilder()
        .setRobot(robot)
        .setRun(run)
        .setCamera("camera")
        .setStampNanos(0)
        .setSequence(0)
        .setOutcome(Outcome.LOST)
        .setProvenance(new Provenance("model", "map", "1", Topics.FRAMES, 0, 0L, null, null))
        .setTimings(new Timings(0L, 0L, 0L, 0L, 0L))
        .build();
  }
}
