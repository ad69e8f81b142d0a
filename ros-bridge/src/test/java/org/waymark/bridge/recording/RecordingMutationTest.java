package org.waymark.bridge.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.bridge.recording.bag.BagBuilder;
import org.waymark.bridge.recording.chunk.Compression;
import org.waymark.bridge.recording.mcap.McapWriter;
import org.waymark.core.WaymarkException;

/**
 * Damaged files end in messages, notes of damage or a {@link WaymarkException}, never in another
 * exception, and take no memory or time. 10,000 of each kind of file with {@code
 * -Dwaymark.acceptance=true}, 250 otherwise.
 */
class RecordingMutationTest {

  private static final int COUNT = Boolean.getBoolean("waymark.acceptance") ? 10_000 : 250;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BZ2", "LZ4"})
  void shouldSurviveDamagedBags(Compression compression) throws IOException {
    BagBuilder builder = new BagBuilder(compression, 3_000);
    Sample.some(40, 600, 1).forEach(s -> builder.message(s.topic(), s.type(), s.nanos(), s.data()));
    damage(builder.bytes(), 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ZSTD", "LZ4"})
  void shouldSurviveDamagedMcap(Compression compression) throws IOException {
    Path file = directory.resolve("whole.mcap");
    try (McapWriter writer = McapWriter.create(file, McapWriter.Profile.ROS1, compression)) {
      int channel = writer.channel(writer.schema("a/B", new byte[100]), "/a");
      for (Sample s : Sample.some(40, 600, 1)) {
        writer.message(channel, s.nanos(), s.nanos(), ByteBuffer.wrap(s.data()));
      }
    }
    damage(Files.readAllBytes(file), 2);
  }

  private void damage(byte[] whole, long seed) throws IOException {
    Random random = new Random(seed);
    Path file = directory.resolve("damaged");
    for (int i = 0; i < COUNT; i++) {
      byte[] bytes = mutate(whole, random);
      Files.write(file, bytes);
      try {
        read(file);
      } catch (WaymarkException e) {
        assertThat(e).hasMessageContaining(file.toString());
      } catch (RuntimeException | Error e) {
        Path kept = Files.createTempFile("damaged", ".recording");
        Files.write(kept, bytes);
        fail("seed %d, mutation %d, kept as %s".formatted(seed, i, kept), e);
      }
    }
  }

  private static void read(Path file) {
    try (Recording recording = Recordings.open(file)) {
      recording.summary();
      try (MessageCursor messages = recording.messagesInTimeOrder()) {
        List<MessageAddress> addresses = new java.util.ArrayList<>();
        for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
          addresses.add(m.address());
        }
        addresses.stream().limit(3).forEach(recording::read);
      }
    }
  }

  /** Some bytes changed, a part cut, left out, repeated, or a number made extreme. */
  private static byte[] mutate(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int c = 0; c < changes; c++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> {
          int to = Math.min(bytes.length, at + (random.nextBoolean() ? 4 : 8));
          Arrays.fill(bytes, at, to, (byte) (random.nextBoolean() ? 0xff : 0x7f));
        }
        case 3 -> {
          byte[] shorter = new byte[Math.max(1, bytes.length - 1 - random.nextInt(16))];
          int from = Math.min(at, shorter.length);
          System.arraycopy(bytes, 0, shorter, 0, from);
          System.arraycopy(
              bytes, bytes.length - (shorter.length - from), shorter, from, shorter.length - from);
          bytes = shorter;
        }
        default -> {
          int length = Math.min(random.nextInt(64), bytes.length - at);
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        }
      }
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
  }
}
