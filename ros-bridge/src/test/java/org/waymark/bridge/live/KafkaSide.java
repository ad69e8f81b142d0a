package org.waymark.bridge.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.avro.Timings;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.core.record.RecordCodec;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.RecordSerializer;
import org.waymark.transport.Topics;

/** Stands in for the localizer: reads frames, writes outcomes. */
public final class KafkaSide implements AutoCloseable {

  private static final RecordCodec<CameraFrame> FRAMES =
      RecordCodec.ofOneVersion(CameraFrame.class);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<String, Localization> producer;

  /** Reads all frames from the first on; the topics have to be there. */
  public KafkaSide(KafkaSettings settings) {
    consumer =
        new KafkaConsumer<>(
            settings.with(Map.of("fetch.max.wait.ms", "20")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.FRAMES).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    producer =
        new KafkaProducer<>(
            settings.with(Map.of("linger.ms", 0)),
            new StringSerializer(),
            new RecordSerializer<>(RecordCodec.ofOneVersion(Localization.class)));
  }

  public List<CameraFrame> poll() {
    List<CameraFrame> frames = new ArrayList<>();
    consumer
        .poll(Duration.ofMillis(50))
        .forEach(record -> frames.add(FRAMES.decode(record.value())));
    return frames;
  }

  public List<CameraFrame> poll(int count) {
    List<CameraFrame> frames = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (frames.size() < count && System.nanoTime() < deadline) {
      frames.addAll(poll());
    }
    return frames;
  }

  public void answer(Localization outcome) {
    var _ = producer.send(new ProducerRecord<>(Topics.LOCALIZATIONS, outcome.getRobot(), outcome));
    producer.flush();
  }

  public static Localization.Builder outcome(String robot, long stamp, Outcome outcome) {
    return Localization.newBuilder()
        .setRobot(robot)
        .setRun("run")
        .setCamera("camera_optical")
        .setStampNanos(stamp)
        .setSequence(0)
        .setOutcome(outcome)
        .setProvenance(
            Provenance.newBuilder()
                .setModel("model")
                .setMap("office")
                .setMapVersion("3")
                .setTopic(Topics.FRAMES)
                .setPartition(0)
                .setOffset(0)
                .build())
        .setTimings(new Timings(0L, 0L, 0L, 0L, 0L));
  }

  public static Localization at(String robot, long stamp, Outcome outcome, Pose base) {
    return outcome(robot, stamp, outcome).setBasePose(Poses.toRecord(base)).build();
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}
