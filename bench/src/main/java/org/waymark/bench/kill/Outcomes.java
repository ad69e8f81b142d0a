package org.waymark.bench.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.waymark.avro.Localization;
import org.waymark.core.record.RecordCodec;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.Topics;

/**
 * Committed outcomes from where the topic ended, in the order of each robot. Waits for a broker
 * that is away. For one thread.
 */
final class Outcomes implements AutoCloseable {

  private static final RecordCodec<Localization> CODEC =
      RecordCodec.ofOneVersion(Localization.class);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, List<Localization>> byRobot = new HashMap<>();
  private int count;

  Outcomes(KafkaSettings kafka, int partitions) {
    consumer =
        new KafkaConsumer<>(
            kafka.with(
                Map.of(
                    "client.id", "harness",
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "auto.offset.reset", "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(new TopicPartition(Topics.LOCALIZATIONS, i));
    }
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
  }

  /** Reads what has come; the number of all that were read. */
  int poll(Duration patience) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      Localization outcome = CODEC.decode(record.value());
      byRobot.computeIfAbsent(outcome.getRobot(), _ -> new ArrayList<>()).add(outcome);
      count++;
    }
    return count;
  }

  /** In the order of the topic. */
  Map<String, List<Localization>> byRobot() {
    return byRobot;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
