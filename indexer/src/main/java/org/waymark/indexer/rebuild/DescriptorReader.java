package org.waymark.indexer.rebuild;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.PlaceDescriptor;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.RecordCodec;
import org.waymark.transport.KafkaFailure;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.SchemaTopic;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** Reads the descriptors of one run from {@code waymark.descriptors}. For one thread. */
final class DescriptorReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DescriptorReader.class);

  private final KafkaSettings settings;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RecordCodec<PlaceDescriptor> codec;
  private final List<TopicPartition> partitions;
  private final String run;

  private DescriptorReader(
      KafkaSettings settings,
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      String run) {
    this.settings = settings;
    this.consumer = consumer;
    this.codec = new RecordCodec<>(PlaceDescriptor.class, new SchemaTopic(settings));
    this.partitions = partitions;
    this.run = run;
  }

  /** From the topic's beginning. */
  static DescriptorReader open(KafkaSettings settings, String run) {
    int count;
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      count = admin.partitions(Topics.DESCRIPTORS);
    }
    List<TopicPartition> partitions =
        IntStream.range(0, count).mapToObj(i -> new TopicPartition(Topics.DESCRIPTORS, i)).toList();
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.with(
                Map.of(
                    "client.id", "waymark-rebuild",
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "default.api.timeout.ms", "60000")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new DescriptorReader(settings, consumer, partitions, run);
  }

  /** What arrived of the run within {@code patience}. */
  List<PlaceDescriptor> poll(Duration patience) {
    List<PlaceDescriptor> read = new ArrayList<>();
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
        if (record.value() != null) {
          decode(record, read);
        }
      }
    } catch (KafkaException e) {
      throw new WaymarkException("%s: %s".formatted(settings, KafkaFailure.reason(e)), e);
    }
    return read;
  }

  private void decode(ConsumerRecord<byte[], byte[]> record, List<PlaceDescriptor> read) {
    try {
      PlaceDescriptor descriptor = codec.decode(record.value());
      if (descriptor.getRun().equals(run)) {
        read.add(descriptor);
      }
    } catch (MalformedRecordException e) {
      LOG.warn(
          "{}-{} at {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
    }
  }

  /** Whether all that was in the topic when asked has been read. */
  boolean atEnd() {
    try {
      return consumer.endOffsets(partitions).entrySet().stream()
          .allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
    } catch (KafkaException e) {
      throw new WaymarkException("%s: %s".formatted(settings, KafkaFailure.reason(e)), e);
    }
  }

  /** The numbers of a descriptor. */
  static float[] numbers(ByteBuffer bytes) {
    float[] numbers = new float[bytes.remaining() / Float.BYTES];
    bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return numbers;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
