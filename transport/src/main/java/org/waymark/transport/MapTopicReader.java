package org.waymark.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.MapAnnouncement;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.RecordCodec;

/** Reads {@code waymark.maps} from its beginning and goes on with what comes. For one thread. */
public final class MapTopicReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MapTopicReader.class);

  private final KafkaSettings settings;
  private final KafkaConsumer<String, byte[]> consumer;
  private final RecordCodec<MapAnnouncement> codec;
  private final List<TopicPartition> partitions;

  private MapTopicReader(
      KafkaSettings settings,
      KafkaConsumer<String, byte[]> consumer,
      List<TopicPartition> partitions) {
    this.settings = settings;
    this.consumer = consumer;
    this.codec = new RecordCodec<>(MapAnnouncement.class, new SchemaTopic(settings));
    this.partitions = partitions;
  }

  /**
   * @throws WaymarkException when no broker answers, or the topic is absent
   */
  public static MapTopicReader open(KafkaSettings settings) {
    int count;
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      count = admin.partitions(Topics.MAPS);
    }
    List<TopicPartition> partitions =
        IntStream.range(0, count).mapToObj(i -> new TopicPartition(Topics.MAPS, i)).toList();
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            settings.with(
                Map.of(
                    "client.id", "waymark-maps",
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "allow.auto.create.topics", "false",
                    "default.api.timeout.ms", "10000")),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    try {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new MapTopicReader(settings, consumer, partitions);
    } catch (KafkaException e) {
      consumer.close();
      throw new WaymarkException("%s: %s".formatted(settings, e.getMessage()), e);
    }
  }

  /**
   * What the topic says of a map.
   *
   * @param announcement empty when the map was withdrawn
   */
  public record Announced(String map, Optional<MapAnnouncement> announcement) {}

  /**
   * What arrived within {@code patience}, in order. What is no announcement, or has another map's
   * key, is passed over with a warning: the version that was announced before goes on.
   */
  public List<Announced> poll(Duration patience) {
    List<Announced> read = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : fetch(patience)) {
      if (record.key() == null) {
        LOG.warn("Offset {} of {} has no key and is passed over", record.offset(), Topics.MAPS);
      } else if (record.value() == null) {
        read.add(new Announced(record.key(), Optional.empty()));
      } else {
        decode(record).ifPresent(read::add);
      }
    }
    return read;
  }

  private Optional<Announced> decode(ConsumerRecord<String, byte[]> record) {
    try {
      MapAnnouncement announcement = codec.decode(record.value());
      if (!announcement.getMap().equals(record.key())) {
        throw new MalformedRecordException(
            "it is keyed %s and announces %s".formatted(record.key(), announcement.getMap()));
      }
      return Optional.of(new Announced(record.key(), Optional.of(announcement)));
    } catch (MalformedRecordException e) {
      LOG.warn(
          "Offset {} of {} is no announcement and is passed over: {}",
          record.offset(),
          Topics.MAPS,
          e.getMessage());
      return Optional.empty();
    }
  }

  private ConsumerRecords<String, byte[]> fetch(Duration patience) {
    try {
      return consumer.poll(patience);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new WaymarkException("%s: %s".formatted(settings, e.getMessage()), e);
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
    } catch (TimeoutException e) {
      throw new WaymarkException(
          "%s does not answer any more: %s".formatted(settings, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
