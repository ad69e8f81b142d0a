package org.waymark.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.RecordCodec;

/**
 * Reads outcomes from {@code waymark.localizations}: all partitions, committed records only. For
 * one thread.
 */
public final class LocalizationReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalizationReader.class);

  private final KafkaConsumer<String, byte[]> consumer;
  private final RecordCodec<Localization> codec;
  private final List<TopicPartition> partitions;

  private LocalizationReader(
      KafkaConsumer<String, byte[]> consumer,
      RecordCodec<Localization> codec,
      List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.codec = codec;
    this.partitions = partitions;
  }

  /** Reads what is written from now on. */
  public static LocalizationReader fromNow(KafkaSettings settings, String topic) {
    LocalizationReader reader = open(settings, topic);
    reader.consumer.seekToEnd(reader.partitions);
    // Seeking is lazy; asking for the positions makes "now" be now.
    reader.partitions.forEach(reader.consumer::position);
    return reader;
  }

  /** Reads all that the topic holds. */
  public static LocalizationReader fromBeginning(KafkaSettings settings, String topic) {
    LocalizationReader reader = open(settings, topic);
    reader.consumer.seekToBeginning(reader.partitions);
    return reader;
  }

  private static LocalizationReader open(KafkaSettings settings, String topic) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            settings.with(
                Map.of(
                    "client.id", "waymark-localizations",
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false")),
            new StringDeserializer(),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new WaymarkException(
            "%s has no topic %s; `waymark topics create` makes it".formatted(settings, topic));
      }
      consumer.assign(partitions);
      return new LocalizationReader(
          consumer, new RecordCodec<>(Localization.class, new SchemaTopic(settings)), partitions);
    } catch (KafkaException e) {
      consumer.close();
      throw new WaymarkException("%s: %s".formatted(settings, e.getMessage()), e);
    }
  }

  /**
   * An outcome as it was received.
   *
   * @param publishedMillis when the localizer handed it to Kafka, by the localizer's clock
   */
  public record Received(Localization localization, long publishedMillis) {}

  /**
   * What arrived within {@code patience}; what is no localization is passed over with a warning.
   */
  public List<Received> poll(Duration patience) {
    List<Received> read = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
      if (record.value() == null) {
        continue;
      }
      try {
        read.add(new Received(codec.decode(record.value()), record.timestamp()));
      } catch (MalformedRecordException e) {
        LOG.warn(
            "{}-{} at {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
      }
    }
    return read;
  }

  /** Whether everything that was in the topic when asked has been read. */
  public boolean atEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
