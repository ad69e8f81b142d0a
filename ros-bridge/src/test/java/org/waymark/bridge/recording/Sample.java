package org.waymark.bridge.recording;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages for tests, and what a reader found. */
public record Sample(String topic, String type, long nanos, byte[] data) {

  public static final List<String> TOPICS = List.of("/camera/image", "/odom", "/words");
  private static final long START = 1_700_000_000_000_000_000L;

  /** Messages of three topics, 10 ms apart, of sizes up to a limit. */
  public static List<Sample> some(int count, int maxBytes, long seed) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[random.nextInt(maxBytes)];
      random.nextBytes(data);
      // Half of it can be packed.
      java.util.Arrays.fill(data, 0, data.length / 2, (byte) i);
      String topic = TOPICS.get(i % 3);
      samples.add(new Sample(topic, "test" + topic, START + i * 10_000_000L, data));
    }
    return samples;
  }

  /** Text that is equal when topic, type, time and bytes are. */
  @Override
  public String toString() {
    return "%s %s %d %d %08x"
        .formatted(topic, type, nanos, data.length, java.util.Arrays.hashCode(data));
  }

  /** All that a recording gives. */
  public static List<String> read(Recording recording) {
    List<String> texts = new ArrayList<>();
    try (MessageCursor messages = recording.messages()) {
      for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
        texts.add(of(m).toString());
      }
    }
    return texts;
  }

  public static List<String> read(Path file) {
    try (Recording recording = Recordings.open(file)) {
      return read(recording);
    }
  }

  public static Sample of(RecordedMessage m) {
    return new Sample(m.channel().topic(), m.channel().type(), m.timeNanos(), bytes(m.bytes()));
  }

  public static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  public static List<String> texts(List<Sample> samples) {
    return samples.stream().map(Sample::toString).toList();
  }
}
