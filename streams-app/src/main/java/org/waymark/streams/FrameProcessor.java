package org.waymark.streams;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Localization;
import org.waymark.core.record.RecordCodec;

/**
 * Turns each record of the frames topic into exactly one record downstream: an outcome, or a dead
 * letter when it is no frame. Where outcomes are seen only once they are committed, it commits at
 * the end of each poll; elsewhere that would only make the next poll wait.
 */
final class FrameProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private final PollPrefetch.Pending pending;
  private final SingleFrameLocalizer localizer;
  private final RecordCodec<Localization> codec;
  private final boolean transactional;
  private final InstantSource clock;
  private @Nullable ProcessorContext<byte[], byte[]> context;

  FrameProcessor(
      PollPrefetch.Pending pending,
      SingleFrameLocalizer localizer,
      RecordCodec<Localization> codec,
      boolean transactional,
      InstantSource clock) {
    this.pending = pending;
    this.localizer = localizer;
    this.codec = codec;
    this.transactional = transactional;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<byte[], byte[]> target = java.util.Objects.requireNonNull(context);
    RecordMetadata metadata = target.recordMetadata().orElseThrow();
    FrameKey source = new FrameKey(metadata.topic(), metadata.partition(), metadata.offset());
    PollPrefetch.Pending.Taken taken = pending.take(source, record.value(), record.timestamp());
    if (taken.frame() instanceof DescribedFrame.NotAFrame(String reason)) {
      target.forward(deadLetter(record, source, reason), LocalizerTopology.DEAD_LETTERS);
    } else {
      Localization outcome = localizer.localize(taken.frame(), source, record.timestamp());
      long now = clock.millis();
      outcome.getTimings().setTotalMicros(1000 * Math.max(0, now - record.timestamp()));
      target.forward(
          new Record<>(record.key(), codec.encode(outcome), now), LocalizerTopology.LOCALIZATIONS);
    }
    if (transactional && taken.last()) {
      target.commit();
    }
  }

  private static Record<byte[], byte[]> deadLetter(
      Record<byte[], byte[]> record, FrameKey source, String reason) {
    Headers headers = new RecordHeaders(record.headers().toArray());
    add(headers, "waymark.error", reason);
    add(headers, "waymark.source.topic", source.topic());
    add(headers, "waymark.source.partition", Integer.toString(source.partition()));
    add(headers, "waymark.source.offset", Long.toString(source.offset()));
    return record.withHeaders(headers);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (context != null) {
      pending.forget(context.taskId().partition());
    }
  }
}
