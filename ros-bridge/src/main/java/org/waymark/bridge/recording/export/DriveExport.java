package org.waymark.bridge.recording.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.RecordCodec;
import org.waymark.transport.KafkaFailure;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.SchemaTopic;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/**
 * Writes what {@code waymark.frames} and {@code waymark.localizations} hold of one run of a robot
 * into an MCAP file: up to their present end, or until stopped. Players order messages by their
 * stamps, so poses that come later than their pictures lie beside them.
 */
public final class DriveExport {

  private static final Logger LOG = LoggerFactory.getLogger(DriveExport.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings settings;
  private final String robot;
  private final Optional<String> run;
  private final boolean follow;
  private final RecordCodec<CameraFrame> frames;
  private final RecordCodec<Localization> outcomes;
  private volatile boolean stopped;

  /**
   * Prepares an export.
   *
   * @param run which run; the one of the latest frame when empty
   * @param follow whether to go on at the topics' end, until {@link #stop()}
   */
  public DriveExport(KafkaSettings settings, String robot, Optional<String> run, boolean follow) {
    this.settings = settings;
    this.robot = robot;
    this.run = run;
    this.follow = follow;
    SchemaTopic schemas = new SchemaTopic(settings);
    this.frames = new RecordCodec<>(CameraFrame.class, schemas);
    this.outcomes = new RecordCodec<>(Localization.class, schemas);
  }

  /** What was written. */
  public record Report(String run, long frames, long localizations) {}

  /** Ends an export that follows. */
  public void stop() {
    stopped = true;
  }

  /**
   * Writes the file, which must not be there.
   *
   * @throws WaymarkException when the robot has no frames, Kafka does not answer or the file cannot
   *     be written
   */
  public Report write(Path file) {
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      String chosen = run.or(() -> latestRun(consumer)).orElseThrow(this::noFrames);
      try (DriveFile out = new DriveFile(file)) {
        Count count = new Count();
        seekToBeginning(consumer);
        do {
          for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            add(record, chosen, out, count);
          }
        } while (!stopped && (follow || !atEnd(consumer)));
        if (count.frames + count.localizations == 0 && !follow) {
          throw new WaymarkException(
              "%s on %s has nothing of run %s of robot %s; %s is empty"
                  .formatted(Topics.FRAMES, settings, chosen, robot, file));
        }
        return new Report(chosen, count.frames, count.localizations);
      }
    } catch (KafkaException e) {
      throw new WaymarkException("%s: %s".formatted(settings, KafkaFailure.reason(e)), e);
    }
  }

  private static final class Count {
    private long frames;
    private long localizations;
  }

  private KafkaConsumer<String, byte[]> consumer() {
    List<TopicPartition> partitions = new ArrayList<>();
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      for (String topic : List.of(Topics.FRAMES, Topics.LOCALIZATIONS)) {
        int count = admin.partitions(topic);
        for (int i = 0; i < count; i++) {
          partitions.add(new TopicPartition(topic, i));
        }
      }
    }
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            settings.with(
                Map.of(
                    "client.id", "waymark-record",
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "allow.auto.create.topics", "false")),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions);
    return consumer;
  }

  private static void seekToBeginning(KafkaConsumer<String, byte[]> consumer) {
    consumer.seekToBeginning(consumer.assignment());
  }

  private static boolean atEnd(KafkaConsumer<String, byte[]> consumer) {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** The run of the robot's frame that was published last. */
  private Optional<String> latestRun(KafkaConsumer<String, byte[]> consumer) {
    @Nullable String latest = null;
    long published = Long.MIN_VALUE;
    seekToBeginning(consumer);
    do {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (record.topic().equals(Topics.FRAMES) && record.timestamp() >= published) {
          Optional<CameraFrame> frame = decode(record, frames, CameraFrame::getRobot);
          if (frame.isPresent()) {
            latest = frame.get().getRun();
            published = record.timestamp();
          }
        }
      }
    } while (!atEnd(consumer));
    return Optional.ofNullable(latest);
  }

  private WaymarkException noFrames() {
    return new WaymarkException(
        "%s on %s has no frames of robot %s".formatted(Topics.FRAMES, settings, robot));
  }

  private void add(
      ConsumerRecord<String, byte[]> record, String chosen, DriveFile out, Count count) {
    if (record.topic().equals(Topics.FRAMES)) {
      Optional<CameraFrame> frame =
          decode(record, frames, CameraFrame::getRobot).filter(f -> f.getRun().equals(chosen));
      count.frames += frame.isPresent() && taken(record, () -> out.add(frame.get())) ? 1 : 0;
    } else {
      Optional<Localization> outcome =
          decode(record, outcomes, Localization::getRobot).filter(o -> o.getRun().equals(chosen));
      count.localizations +=
          outcome.isPresent() && taken(record, () -> out.add(outcome.get())) ? 1 : 0;
    }
  }

  /** One record that ROS cannot say, such as a mounting that is no pose, does not end the drive. */
  private static boolean taken(ConsumerRecord<String, byte[]> record, Runnable add) {
    try {
      add.run();
      return true;
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "{}-{} at {} is left out: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return false;
    }
  }

  /**
   * A record of this robot; empty for others', and for what is no such record. Other writers of
   * frames may leave the key away; the record names the robot too.
   */
  private <T extends org.apache.avro.specific.SpecificRecordBase> Optional<T> decode(
      ConsumerRecord<String, byte[]> record, RecordCodec<T> codec, Function<T, String> owner) {
    boolean others = record.key() != null && !robot.equals(record.key());
    if (others || record.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(codec.decode(record.value())).filter(r -> robot.equals(owner.apply(r)));
    } catch (MalformedRecordException e) {
      LOG.warn(
          "{}-{} at {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
      return Optional.empty();
    }
  }
}
