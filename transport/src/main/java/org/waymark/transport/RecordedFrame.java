package org.waymark.transport;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.waymark.avro.CameraFrame;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.RecordCodec;

/**
 * A frame where it lies in Kafka.
 *
 * @param publishedMillis its record's time stamp
 */
public record RecordedFrame(CameraFrame frame, long publishedMillis) {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Reads one frame.
   *
   * @throws WaymarkException when it is not kept any more, is no frame, or Kafka does not answer
   */
  public static RecordedFrame read(
      KafkaSettings settings, String topic, int partition, long offset) {
    String place = "%s, partition %d, offset %d".formatted(topic, partition, offset);
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      if (partition >= admin.partitions(topic)) {
        throw new WaymarkException("there is no partition of %s on %s".formatted(place, settings));
      }
    }
    TopicPartition at = new TopicPartition(topic, partition);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.with(
                Map.of(
                    "client.id", "waymark-audit",
                    "enable.auto.commit", "false",
                    "auto.offset.reset", "none",
                    "max.poll.records", "1",
                    "max.partition.fetch.bytes", Integer.toString(Topics.MAX_RECORD_BYTES),
                    "default.api.timeout.ms", "10000")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(at));
      if (offset < consumer.beginningOffsets(List.of(at)).getOrDefault(at, 0L)
          || offset >= consumer.endOffsets(List.of(at)).getOrDefault(at, 0L)) {
        throw new WaymarkException(
            "the frame at %s is not kept any more; topic %s keeps frames for its retention.ms"
                .formatted(place, topic));
      }
      consumer.seek(at, offset);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          return decode(settings, record, offset, place);
        }
      }
      throw new WaymarkException("%s did not give the frame at %s".formatted(settings, place));
    } catch (KafkaException e) {
      throw new WaymarkException(
          "the frame at %s cannot be read: %s".formatted(place, KafkaFailure.reason(e)), e);
    }
  }

  private static RecordedFrame decode(
      KafkaSettings settings, ConsumerRecord<byte[], byte[]> record, long offset, String place) {
    if (record.offset() != offset || record.value() == null) {
      throw new WaymarkException("there is no frame at " + place);
    }
    try {
      return new RecordedFrame(
          new RecordCodec<>(CameraFrame.class, new SchemaTopic(settings)).decode(record.value()),
          record.timestamp());
    } catch (MalformedRecordException e) {
      throw new WaymarkException(
          "what lies at %s is no frame: %s".formatted(place, e.getMessage()), e);
    }
  }
}
