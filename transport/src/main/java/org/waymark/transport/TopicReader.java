package org.waymark.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.RecordCodec;

/**
 * Reads one topic: all partitions, committed records only, in no consumer group. For one thread.
 *
 * @param <V> the records' type
 */
public final class TopicReader<V extends SpecificRecordBase> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);

  /** How long Kafka may take to say where a partition ends. */
  private static final int ANSWER_MILLIS = 10_000;

  private final KafkaSettings settings;
  private final KafkaConsumer<String, byte[]> consumer;
  private final RecordCodec<V> codec;
  private final List<TopicPartition> partitions;

  private TopicReader(
      KafkaSettings settings,
      KafkaConsumer<String, byte[]> consumer,
      RecordCodec<V> codec,
      List<TopicPartition> partitions) {
    this.settings = settings;
    this.consumer = consumer;
    this.codec = codec;
    this.partitions = partitions;
  }

  /** Where reading begins. */
  public enum From {
    /** All that the topic holds. */
    BEGINNING,
    /** What is written from now on. */
    NOW
  }

  /**
   * Opens a topic.
   *
   * @param clientId what the broker's logs call this reader
   * @throws WaymarkException when no broker answers, or the topic is absent
   */
  public static <V extends SpecificRecordBase> TopicReader<V> open(
      KafkaSettings settings, String topic, Class<V> type, String clientId, From from) {
    // Says within seconds, and better than a consumer, that no broker answers or the topic is
    // absent.
    int count;
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      count = admin.partitions(topic);
    }
    List<TopicPartition> partitions =
        IntStream.range(0, count).mapToObj(i -> new TopicPartition(topic, i)).toList();
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            settings.with(
                Map.of(
                    "client.id", clientId,
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "allow.auto.create.topics", "false",
                    "default.api.timeout.ms", Integer.toString(ANSWER_MILLIS))),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    try {
      consumer.assign(partitions);
      switch (from) {
        case BEGINNING -> consumer.seekToBeginning(partitions);
        case NOW -> {
          consumer.seekToEnd(partitions);
          // Seeking is lazy; asking for the positions makes "now" be now.
          partitions.forEach(consumer::position);
        }
      }
      return new TopicReader<>(
          settings, consumer, new RecordCodec<>(type, new SchemaTopic(settings)), partitions);
    } catch (KafkaException e) {
      consumer.close();
      throw failure(settings, e);
    }
  }

  /**
   * A record as it was received.
   *
   * @param key null where it has none
   * @param value empty where it has none: a tombstone
   * @param millis its time stamp, of the writer's clock
   */
  public record Received<V>(@Nullable String key, Optional<V> value, long millis, long offset) {}

  /**
   * What arrived within {@code patience}; what is no record of the type is passed over with a
   * warning.
   *
   * @throws WaymarkException when Kafka refuses
   */
  public List<Received<V>> poll(Duration patience) {
    List<Received<V>> read = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : fetch(patience)) {
      try {
        Optional<V> value =
            record.value() == null ? Optional.empty() : Optional.of(codec.decode(record.value()));
        read.add(new Received<>(record.key(), value, record.timestamp(), record.offset()));
      } catch (MalformedRecordException e) {
        LOG.warn(
            "{}-{} at {} is passed over: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            e.getMessage());
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
      throw failure(settings, e);
    }
  }

  /**
   * Whether everything that was in the topic when asked has been read.
   *
   * @throws WaymarkException when Kafka does not answer
   */
  public boolean atEnd() {
    try {
      return consumer.endOffsets(partitions).entrySet().stream()
          .allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw failure(settings, e);
    }
  }

  private static WaymarkException failure(KafkaSettings settings, KafkaException e) {
    return new WaymarkException("%s: %s".formatted(settings, KafkaFailure.reason(e)), e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
