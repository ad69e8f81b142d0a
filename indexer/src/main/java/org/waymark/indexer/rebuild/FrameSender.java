package org.waymark.indexer.rebuild;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.waymark.avro.CameraFrame;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.image.ImageData;
import org.waymark.core.record.RecordCodec;
import org.waymark.transport.KafkaFailure;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.RecordSerializer;
import org.waymark.transport.SchemaTopic;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** Sends pictures to those who describe, one after the other to each partition. */
final class FrameSender implements AutoCloseable {

  /** Room for the fields around the picture in one record. */
  private static final int MARGIN_BYTES = 64 << 10;

  private static final String ROBOT = "rebuild";

  private final KafkaSettings settings;
  private final KafkaProducer<String, CameraFrame> producer;
  private final String run;
  private final int partitions;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private FrameSender(
      KafkaSettings settings,
      KafkaProducer<String, CameraFrame> producer,
      String run,
      int partitions) {
    this.settings = settings;
    this.producer = producer;
    this.run = run;
    this.partitions = partitions;
  }

  static FrameSender open(KafkaSettings settings, String run) {
    RecordCodec<CameraFrame> codec = RecordCodec.ofOneVersion(CameraFrame.class);
    new SchemaTopic(settings).publish(List.of(codec.schema()));
    int partitions;
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      partitions = admin.partitions(Topics.REBUILD_FRAMES);
    }
    return new FrameSender(
        settings,
        new KafkaProducer<>(
            settings.with(
                Map.of(
                    "client.id", "waymark-rebuild",
                    "acks", "all",
                    "linger.ms", "5",
                    "max.request.size", Topics.MAX_RECORD_BYTES,
                    "buffer.memory", 4L * Topics.MAX_RECORD_BYTES)),
            new StringSerializer(),
            new RecordSerializer<>(codec)),
        run,
        partitions);
  }

  /**
   * Sends a frame.
   *
   * @param number within its data set
   * @return the size of its picture in bytes
   * @throws IOException when the picture cannot be read
   * @throws WaymarkException when it is too large for Kafka, or Kafka does not take it
   */
  int send(int number, DatasetFrame frame) throws IOException {
    ImageData image = frame.image();
    int bytes = image.bytes().length;
    if (bytes > Topics.MAX_RECORD_BYTES - MARGIN_BYTES) {
      throw new WaymarkException(
          "frame %s has %d bytes, more than the %d that %s takes; build with waymark index build, or make it smaller first"
              .formatted(
                  frame.id(),
                  bytes,
                  Topics.MAX_RECORD_BYTES - MARGIN_BYTES,
                  Topics.REBUILD_FRAMES));
    }
    CameraFrame record =
        CameraFrame.newBuilder()
            .setRobot(ROBOT)
            .setRun(run)
            .setCamera("")
            .setStampNanos(frame.stampNanos())
            .setSequence(number)
            .setEncoding(image.encoding())
            .setWidth(image.width())
            .setHeight(image.height())
            .setStep(image.step())
            .setImage(ByteBuffer.wrap(image.bytes()))
            .build();
    try {
      // The callback sees every failure; the future adds nothing.
      var _ =
          producer.send(
              new ProducerRecord<>(Topics.REBUILD_FRAMES, number % partitions, run, record),
              (_, error) -> {
                if (error != null) {
                  failure.compareAndSet(null, error);
                }
              });
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    }
    requireTaken();
    return bytes;
  }

  /**
   * @throws WaymarkException when Kafka has not taken a frame
   */
  void requireTaken() {
    Exception first = failure.get();
    if (first != null) {
      throw new WaymarkException(
          "%s does not take frames: %s; the same command goes on from what is described"
              .formatted(settings, KafkaFailure.reason(first)),
          first);
    }
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(5));
  }
}
