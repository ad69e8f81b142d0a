package org.waymark.bridge.recording.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.bridge.recording.Encoding;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.Recordings;
import org.waymark.bridge.recording.Sample;
import org.waymark.bridge.recording.chunk.Compression;

class McapRecordingTest {

  @TempDir Path directory;

  static Path write(
      Path file, McapWriter.Profile profile, Compression compression, List<Sample> samples) {
    Map<String, Integer> channels = new HashMap<>();
    try (McapWriter writer = McapWriter.create(file, profile, compression)) {
      for (Sample s : samples) {
        int channel =
            channels.computeIfAbsent(
                s.topic(),
                topic -> writer.channel(writer.schema(s.type(), new byte[] {'#'}), topic));
        writer.message(channel, s.nanos(), s.nanos() - 1, ByteBuffer.wrap(s.data()));
      }
    }
    return file;
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ZSTD", "LZ4"})
  void shouldReadBackWhatWasWritten(Compression compression) {
    List<Sample> samples = Sample.some(400, 20_000, 1);
    Path file = write(directory.resolve("x.mcap"), McapWriter.Profile.ROS1, compression, samples);
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      assertThat(Sample.read(recording)).isEqualTo(Sample.texts(samples));
      RecordingSummary read = RecordingSummary.of(messages);
      assertThat(read.damage()).isEmpty();
      assertThat(recording.summary().channels()).isEqualTo(read.channels());
      assertThat(read.channels()).allMatch(c -> c.channel().encoding() == Encoding.ROS1);
    }
  }

  @Test
  void shouldMarkMessagesOfRos2AsSuch() {
    Path file =
        write(
            directory.resolve("x.mcap"),
            McapWriter.Profile.ROS2,
            Compression.ZSTD,
            Sample.some(3, 10, 1));
    try (Recording recording = Recordings.open(file)) {
      assertThat(recording.summary().channels())
          .allMatch(c -> c.channel().encoding() == Encoding.CDR);
    }
  }

  @Test
  void shouldReadMessagesAgainInAnyOrder() {
    Path file =
        write(
            directory.resolve("x.mcap"),
            McapWriter.Profile.ROS1,
            Compression.ZSTD,
            Sample.some(300, 20_000, 2));
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      List<RecordedMessage> all = new ArrayList<>();
      for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
        all.add(m);
      }
      Collections.shuffle(all, new Random(2));
      for (RecordedMessage m : all) {
        assertThat(recording.read(m.address())).isEqualTo(m.bytes());
      }
    }
  }

  @Test
  void shouldGiveAPrefixOfTheMessagesAtAnyCut() throws IOException {
    List<Sample> samples = Sample.some(300, 20_000, 3);
    List<String> texts = Sample.texts(samples);
    Path whole =
        write(directory.resolve("x.mcap"), McapWriter.Profile.ROS1, Compression.LZ4, samples);
    byte[] bytes = Files.readAllBytes(whole);
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      int cut = 8 + random.nextInt(bytes.length - 8);
      Path file = Files.write(directory.resolve("cut.mcap"), Arrays.copyOf(bytes, cut));
      try (Recording recording = Recordings.open(file);
          MessageCursor messages = recording.messages()) {
        RecordingSummary read = RecordingSummary.of(messages);
        int count = (int) read.messages();
        assertThat(Sample.read(recording)).isEqualTo(texts.subList(0, count));
        // Chunks hold 1 MB, of which some are lost to packing; LZ4 is read up to the cut.
        assertThat(count).isGreaterThan((int) (300L * cut / bytes.length) - 20);
        assertThat(read.damage()).isNotEmpty();
      }
    }
  }

  @Test
  void shouldLeaveOutAChunkWhoseSumIsWrongAndReadTheOthers() throws IOException {
    List<Sample> samples = Sample.some(300, 20_000, 4);
    Path file =
        write(directory.resolve("x.mcap"), McapWriter.Profile.ROS1, Compression.NONE, samples);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      RecordingSummary read = RecordingSummary.of(messages);
      assertThat(read.damage()).singleElement().asString().contains("CRC-32");
      assertThat(read.messages()).isBetween(100L, 299L);
    }
  }

  /** The first chunk alone holds the channels' records; their copies are in the summary. */
  @Test
  void shouldReadOnBehindADamagedChunkThatHeldTheChannels() throws IOException {
    List<Sample> samples = Sample.some(300, 20_000, 5);
    Path file =
        write(directory.resolve("x.mcap"), McapWriter.Profile.ROS1, Compression.NONE, samples);
    byte[] bytes = Files.readAllBytes(file);
    bytes[1000] ^= 1;
    Files.write(file, bytes);
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      List<String> read = Sample.read(recording);
      assertThat(read)
          .hasSizeGreaterThan(100)
          .isEqualTo(Sample.texts(samples).subList(300 - read.size(), 300));
      assertThat(RecordingSummary.of(messages).damage())
          .singleElement()
          .asString()
          .contains("CRC-32");
    }
    // Without the summary nobody knows what the other chunks are of.
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    assertThat(Sample.read(file)).isEmpty();
  }

  @Test
  void shouldNotWriteOverAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("x.mcap"), "mine");
    assertThatThrownBy(() -> McapWriter.create(file, McapWriter.Profile.ROS1, Compression.ZSTD))
        .hasMessageContaining("is there already");
    assertThat(file).hasContent("mine");
  }

  @Test
  void shouldReadAFileWithoutMessages() {
    Path file =
        write(directory.resolve("x.mcap"), McapWriter.Profile.ROS1, Compression.ZSTD, List.of());
    try (Recording recording = Recordings.open(file)) {
      assertThat(recording.summary().messages()).isZero();
      assertThat(recording.summary().damage()).isEmpty();
    }
  }
}
