package org.waymark.indexer.rebuild;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.waymark.avro.PlaceDescriptor;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicReader;
import org.waymark.transport.Topics;

/** Reads the descriptors of one run from {@code waymark.descriptors}. For one thread. */
final class DescriptorReader implements AutoCloseable {

  private final TopicReader<PlaceDescriptor> reader;
  private final String run;

  private DescriptorReader(TopicReader<PlaceDescriptor> reader, String run) {
    this.reader = reader;
    this.run = run;
  }

  /** From the topic's beginning. */
  static DescriptorReader open(KafkaSettings settings, String run) {
    return new DescriptorReader(
        TopicReader.open(
            settings,
            Topics.DESCRIPTORS,
            PlaceDescriptor.class,
            "waymark-rebuild",
            TopicReader.From.BEGINNING),
        run);
  }

  /** What arrived of the run within {@code patience}. */
  List<PlaceDescriptor> poll(Duration patience) {
    return reader.poll(patience).stream()
        .flatMap(received -> received.value().stream())
        .filter(descriptor -> descriptor.getRun().equals(run))
        .toList();
  }

  /** Whether all that was in the topic when asked has been read. */
  boolean atEnd() {
    return reader.atEnd();
  }

  /** The numbers of a descriptor. */
  static float[] numbers(ByteBuffer bytes) {
    float[] numbers = new float[bytes.remaining() / Float.BYTES];
    bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return numbers;
  }

  @Override
  public void close() {
    reader.close();
  }
}
