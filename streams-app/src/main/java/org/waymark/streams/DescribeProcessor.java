package org.waymark.streams;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.PlaceDescriptor;
import org.waymark.core.record.RecordCodec;

/**
 * Turns each frame into its descriptor, or into the reason why it has none; keyed as the frame was.
 * Records that are no frames become dead letters.
 */
final class DescribeProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private final PendingFrames pending;
  private final Origin origin;
  private final LocalizerMetrics metrics;
  private final RecordCodec<PlaceDescriptor> codec =
      RecordCodec.ofOneVersion(PlaceDescriptor.class);
  private @Nullable ProcessorContext<byte[], byte[]> context;

  /**
   * What each descriptor says of its making.
   *
   * @param model id of the bundle
   * @param device see {@link Describer#device}
   */
  record Origin(String model, String device, String instance) {}

  DescribeProcessor(PendingFrames pending, Origin origin, LocalizerMetrics metrics) {
    this.pending = pending;
    this.origin = origin;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<byte[], byte[]> target = Objects.requireNonNull(context);
    RecordMetadata metadata = target.recordMetadata().orElseThrow();
    FrameKey source = new FrameKey(metadata.topic(), metadata.partition(), metadata.offset());
    switch (pending.take(source, record.value(), record.timestamp()).frame()) {
      case DescribedFrame.NotAFrame(String reason) -> {
        metrics.deadLetter();
        target.forward(DeadLetters.of(record, source, reason), LocalizerTopology.DEAD_LETTERS);
      }
      case DescribedFrame.Described(CameraFrame frame, float[] numbers, var _) ->
          send(record, builder(frame).setDescriptor(bytes(numbers)), "described");
      case DescribedFrame.Rejected(CameraFrame frame, String reason, var _) ->
          send(record, builder(frame).setReason(reason), "rejected");
      case DescribedFrame.Stale stale ->
          throw new IllegalStateException("no frame of a rebuild is too old: " + stale.frame());
    }
  }

  private void send(
      Record<byte[], byte[]> record, PlaceDescriptor.Builder descriptor, String outcome) {
    metrics.described(outcome);
    Objects.requireNonNull(context)
        .forward(record.withValue(codec.encode(descriptor.build())), LocalizerTopology.RESULTS);
  }

  private PlaceDescriptor.Builder builder(CameraFrame frame) {
    return PlaceDescriptor.newBuilder()
        .setRobot(frame.getRobot())
        .setRun(frame.getRun())
        .setCamera(frame.getCamera())
        .setStampNanos(frame.getStampNanos())
        .setSequence(frame.getSequence())
        .setModel(origin.model())
        .setDevice(origin.device())
        .setInstance(origin.instance());
  }

  private static ByteBuffer bytes(float[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes;
  }

  @Override
  public void close() {
    if (context != null) {
      pending.forget(context.taskId().partition());
    }
  }
}
