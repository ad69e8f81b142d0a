package org.waymark.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
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

  /** How long Kafka may take to say where a partition ends. */
  private static final int ANSWER_MILLIS = 10_000;

  private final KafkaSettings settings;
  private final KafkaConsumer<String, byte[]> consumer;
  private final RecordCodec<Localization> codec;
  private final List<TopicPartition> partitions;

  private LocalizationReader(
      KafkaSettings settings,
      KafkaConsumer<String, byte[]> consumer,
      RecordCodec<Localization> codec,
      List<TopicPartition> partitions) {
    this.settings = settings;
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
    // Says within seconds, and better than a consumer, that no broker answers or the topic is
    // absent.
    int count;
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      count = admin.partitions(topic);
    }
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            settings.with(
                Map.of(
                    "client.id", "waymark-localizations",
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "allow.auto.create.topics", "false",
                    "default.api.timeout.ms", Integer.toString(ANSWER_MILLIS))),
            new StringDeserializer(),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions =
          IntStream.range(0, count).mapToObj(i -> new TopicPartition(topic, i)).toList();
      consumer.assign(partitions);
      return new LocalizationReader(
          settings,
          consumer,
          new RecordCodec<>(Localization.class, new SchemaTopic(settings)),
          partitions);
    } catch (KafkaException e) {
      consumer.close();
      throw new WaymarkException("%s: %s".formatted(settings, KafkaFailure.reason(e)), e);
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
    for (ConsumerRecord<String, byte[]> record : fetch(patience)) {
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

  private ConsumerRecords<String, byte[]> fetch(Duration patience) {
    try {
      return consumer.poll(patience);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new WaymarkException("%s: %s".formatted(settings, KafkaFailure.reason(e)), e);
    }
  }

  /**
   * Whether everything that was in the topic when asked has been read.
   *
   * @throws WaymarkException when Kafka does not answer
   */
  public boolean atEnd() {
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
    } catch (TimeoutException e) {
      throw new WaymarkException("%s: %s".formatted(settings, KafkaFailure.reason(e)), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
