package org.waymark.transport;

import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.RecordCodec;

/**
 * The schemas of all writers, by fingerprint, on the compacted topic {@code waymark.schemas}. Every
 * writer publishes its own; a reader that meets an unknown fingerprint reads the topic to its end,
 * for each fingerprint at most every few seconds.
 *
 * <p>Safe for use by many threads.
 */
public final class SchemaTopic implements SchemaStore {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaTopic.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration READ_PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_MISSES = 1000;
  private static final long REREAD_NANOS = Duration.ofSeconds(5).toNanos();

  private final KafkaSettings settings;
  private final Map<Long, Schema> known = new ConcurrentHashMap<>();

  /** When fingerprints were last looked for in vain; the oldest are forgotten. */
  private final Map<Long, Long> missedAtNanos =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MAX_MISSES;
        }
      };

  public SchemaTopic(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Publishes a writer's schemas.
   *
   * @throws WaymarkException when they cannot be written
   */
  public void publish(List<Schema> schemas) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            settings.with(Map.of("client.id", "waymark-schemas", "acks", "all")),
            new StringSerializer(),
            new StringSerializer())) {
      for (Schema schema : schemas) {
        long fingerprint = RecordCodec.fingerprint(schema);
        producer
            .send(new ProducerRecord<>(Topics.SCHEMAS, key(fingerprint), schema.toString()))
            .get();
        known.put(fingerprint, schema);
      }
    } catch (KafkaException | ExecutionException e) {
      throw new WaymarkException(
          "schemas cannot be published to %s on %s: %s"
              .formatted(Topics.SCHEMAS, settings, KafkaFailure.reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WaymarkException("interrupted while publishing schemas", e);
    }
  }

  /**
   * Finds a writer's schema.
   *
   * @return null when no writer has published this fingerprint
   * @throws KafkaException when the topic cannot be read, so that nobody takes a record for
   *     unreadable that only cannot be read yet
   */
  @Override
  public @Nullable Schema findByFingerprint(long fingerprint) {
    Schema schema = known.get(fingerprint);
    return schema == null ? lookAgain(fingerprint) : schema;
  }

  private synchronized @Nullable Schema lookAgain(long fingerprint) {
    long now = System.nanoTime();
    Long missed = missedAtNanos.get(fingerprint);
    if (missed != null && now - missed < REREAD_NANOS) {
      return known.get(fingerprint);
    }
    readToEnd();
    Schema schema = known.get(fingerprint);
    if (schema == null) {
      missedAtNanos.put(fingerprint, now);
    }
    return schema;
  }

  private void readToEnd() {
    TopicPartition partition = new TopicPartition(Topics.SCHEMAS, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            settings.with(
                Map.of("client.id", "waymark-schemas", "default.api.timeout.ms", "10000")),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      long deadline = System.nanoTime() + READ_PATIENCE.toNanos();
      while (consumer.position(partition) < end) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              Topics.SCHEMAS + " was not read within " + READ_PATIENCE.toSeconds() + " s");
        }
        consumer.poll(POLL).forEach(this::remember);
      }
    }
  }

  private void remember(ConsumerRecord<String, String> record) {
    if (record.value() == null) {
      return;
    }
    try {
      Schema schema = new Schema.Parser().parse(record.value());
      known.put(RecordCodec.fingerprint(schema), schema);
    } catch (AvroRuntimeException e) {
      LOG.warn(
          "Offset {} of {} is no schema and is passed over: {}",
          record.offset(),
          Topics.SCHEMAS,
          e.getMessage());
    }
  }

  private static String key(long fingerprint) {
    return HexFormat.of().toHexDigits(fingerprint);
  }
}
