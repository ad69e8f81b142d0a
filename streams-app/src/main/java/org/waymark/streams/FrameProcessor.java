package org.waymark.streams;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.core.record.RecordCodec;

/**
 * Turns each record of the frames topic into exactly one record downstream: an outcome, or a dead
 * letter when it is no frame. Where outcomes are seen only once they are committed, it commits at
 * the end of each poll; elsewhere that would only make the next poll wait.
 */
final class FrameProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(FrameProcessor.class);

  /** The topic takes 1 MiB with the record around it. */
  private static final int MOST_OUTCOME_BYTES = 1_000_000;

  private final PendingFrames pending;
  private final Purpose.Localize purpose;
  private final String device;
  private final RecordCodec<Localization> codec;
  private final boolean transactional;
  private final InstantSource clock;
  private final LocalizerMetrics metrics;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable RobotStateStore beliefs;
  private @Nullable RobotStateStore lastOutcomes;

  /**
   * @param device see {@link Describer#device}
   */
  FrameProcessor(
      PendingFrames pending,
      Purpose.Localize purpose,
      String device,
      RecordCodec<Localization> codec,
      boolean transactional,
      InstantSource clock,
      LocalizerMetrics metrics) {
    this.pending = pending;
    this.purpose = purpose;
    this.device = device;
    this.codec = codec;
    this.transactional = transactional;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    beliefs = RobotStateStore.of(processorContext, RobotStateStore.BELIEFS);
    lastOutcomes = RobotStateStore.of(processorContext, RobotStateStore.LAST_OUTCOMES);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<byte[], byte[]> target = Objects.requireNonNull(context);
    RecordMetadata metadata = target.recordMetadata().orElseThrow();
    FrameKey source = new FrameKey(metadata.topic(), metadata.partition(), metadata.offset());
    PendingFrames.Taken taken = pending.take(source, record.value(), record.timestamp());
    if (taken.frame() instanceof DescribedFrame.NotAFrame(String reason)) {
      metrics.deadLetter();
      log(source).log("No camera frame, put aside as a dead letter: {}", reason);
      if (!purpose.shadow()) {
        target.forward(DeadLetters.of(record, source, reason), LocalizerTopology.DEAD_LETTERS);
      }
    } else {
      target.forward(outcome(record, source, taken.frame()), LocalizerTopology.RESULTS);
    }
    if (transactional && taken.last()) {
      target.commit();
    }
  }

  /**
   * A frame without a key is one of the robot that it names. Where a key and the name differ, the
   * name decides about the belief, and the outcome is keyed as its frame was.
   */
  private Record<byte[], byte[]> outcome(
      Record<byte[], byte[]> record, FrameKey source, DescribedFrame frame) {
    RobotStateStore before = Objects.requireNonNull(beliefs);
    String robot = frame.robot();
    FrameLocalizer.Answer answer =
        purpose.localizer().localize(frame, source, record.timestamp(), before.get(robot));
    answer.belief().ifPresent(belief -> before.put(robot, belief));
    long now = clock.millis();
    Localization outcome = answer.outcome();
    if (!device.isEmpty()) {
      outcome.getProvenance().setDevice(device);
    }
    outcome.getTimings().setTotalMicros(1000 * Math.max(0, now - record.timestamp()));
    metrics.outcome(outcome);
    if (outcome.getOutcome() == Outcome.REJECTED) {
      log(source)
          .addKeyValue("robot", robot)
          .addKeyValue("stamp", outcome.getStampNanos())
          .log("Frame {} is rejected: {}", outcome.getSequence(), outcome.getReason());
    }
    byte[] encoded = encodeWithinBounds(outcome);
    Objects.requireNonNull(lastOutcomes).put(robot, encoded);
    byte[] key = record.key() == null ? robot.getBytes(StandardCharsets.UTF_8) : record.key();
    return new Record<>(key, encoded, now);
  }

  /** Kafka would refuse a larger one, and with it the frame's only outcome. */
  private byte[] encodeWithinBounds(Localization outcome) {
    byte[] encoded = codec.encode(outcome);
    if (encoded.length <= MOST_OUTCOME_BYTES) {
      return encoded;
    }
    outcome.setCandidates(List.of());
    outcome.getProvenance().setBelief(null);
    return codec.encode(outcome);
  }

  private static LoggingEventBuilder log(FrameKey source) {
    return LOG.atInfo()
        .addKeyValue("topic", source.topic())
        .addKeyValue("partition", source.partition())
        .addKeyValue("offset", source.offset());
  }

  @Override
  public void close() {
    if (context != null) {
      pending.forget(context.taskId().partition());
    }
  }
}
