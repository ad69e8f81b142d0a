package org.waymark.bridge.recording.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.bridge.recording.MalformedRecordingException;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.Recordings;
import org.waymark.bridge.recording.Sample;
import org.waymark.bridge.recording.chunk.Compression;

class BagRecordingTest {

  private static final int CHUNK = 5_000;

  @TempDir Path directory;

  private static BagBuilder bag(Compression compression, List<Sample> samples) {
    BagBuilder builder = new BagBuilder(compression, CHUNK);
    samples.forEach(s -> builder.message(s.topic(), s.type(), s.nanos(), s.data()));
    return builder;
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BZ2", "LZ4"})
  void shouldGiveEveryMessageAndAddThemUp(Compression compression) throws IOException {
    List<Sample> samples = Sample.some(100, 1_000, 1);
    Path file = bag(compression, samples).write(directory.resolve("x.bag"));
    try (Recording recording = Recordings.open(file)) {
      assertThat(Sample.read(recording)).isEqualTo(Sample.texts(samples));
      RecordingSummary summary = recording.summary();
      assertThat(summary.messages()).isEqualTo(100);
      assertThat(summary.firstNanos()).isEqualTo(samples.getFirst().nanos());
      assertThat(summary.lastNanos()).isEqualTo(samples.getLast().nanos());
      assertThat(summary.byTopic()).extracting(c -> c.channel().topic()).isEqualTo(Sample.TOPICS);
      assertThat(summary.damage()).isEmpty();
      assertThat(summary.byTopic().getFirst().frequency())
          .isCloseTo(100 / 3.0, org.assertj.core.api.Assertions.within(1e-6));
    }
  }

  @Test
  void shouldAddUpWithoutUnpackingAsReadingDoes() throws IOException {
    Path file = bag(Compression.LZ4, Sample.some(100, 1_000, 2)).write(directory.resolve("x.bag"));
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      assertThat(recording.summary().channels())
          .isEqualTo(RecordingSummary.of(messages).channels());
    }
  }

  @Test
  void shouldReadMessagesAgainInAnyOrder() throws IOException {
    Path file = bag(Compression.LZ4, Sample.some(50, 1_000, 3)).write(directory.resolve("x.bag"));
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      List<RecordedMessage> all = new java.util.ArrayList<>();
      for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
        all.add(m);
      }
      java.util.Collections.shuffle(all, new Random(3));
      for (RecordedMessage m : all) {
        assertThat(recording.read(m.address())).isEqualTo(m.bytes());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BZ2", "LZ4"})
  void shouldReadABagWithoutIndexAndSayThatItHasNone(Compression compression) throws IOException {
    List<Sample> samples = Sample.some(40, 1_000, 4);
    Path file = Files.write(directory.resolve("x.bag"), bag(compression, samples).unindexed());
    try (Recording recording = Recordings.open(file)) {
      assertThat(Sample.read(recording)).isEqualTo(Sample.texts(samples));
      assertThat(recording.summary().messages()).isEqualTo(40);
      assertThat(recording.summary().damage()).singleElement().asString().contains("no index");
    }
  }

  /** At each of 100 places, every message whose last byte is before the cut. */
  @Test
  void shouldGiveEveryWholeMessageBeforeACut() throws IOException {
    List<Sample> samples = Sample.some(300, 2_000, 5);
    BagBuilder builder = bag(Compression.NONE, samples);
    List<Integer> ends = builder.ends();
    byte[] whole = builder.bytes();
    List<String> texts = Sample.texts(samples);
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      int cut = BagRecording.MAGIC.length() + random.nextInt(whole.length - 13);
      Path file = Files.write(directory.resolve("cut.bag"), Arrays.copyOf(whole, cut));
      int expected = (int) ends.stream().filter(end -> end <= cut).count();
      assertThat(Sample.read(file)).as("cut at %d", cut).isEqualTo(texts.subList(0, expected));
    }
  }

  /** LZ4 is unpacked up to the cut, so no more is lost than what the last bytes would have told. */
  @Test
  void shouldGiveWhatAPackedChunkUnpacksTo() throws IOException {
    List<Sample> samples = Sample.some(60, 200, 6);
    BagBuilder builder = new BagBuilder(Compression.LZ4, 1 << 20);
    samples.forEach(s -> builder.message(s.topic(), s.type(), s.nanos(), s.data()));
    byte[] whole = builder.unindexed();
    Path file =
        Files.write(
            directory.resolve("cut.bag"), Arrays.copyOf(whole, 4096 + (whole.length - 4096) / 2));
    List<String> read = Sample.read(file);
    assertThat(read).hasSizeBetween(20, 40);
    assertThat(read).isEqualTo(Sample.texts(samples).subList(0, read.size()));
  }

  /** The first chunk alone holds the connections' records; their copies are at the end. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldReadOnBehindADamagedChunkThatHeldTheConnections(boolean indexed) throws IOException {
    List<Sample> samples = Sample.some(60, 1_000, 8);
    BagBuilder builder = bag(Compression.LZ4, samples);
    byte[] bytes = indexed ? builder.bytes() : builder.unindexed();
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    // The magic number of the first chunk's LZ4 frame.
    bytes[text.indexOf("\u0004\"M\u0018")] ^= 1;
    Path file = Files.write(directory.resolve("x.bag"), bytes);
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      List<String> texts = Sample.texts(samples);
      List<String> read = Sample.read(recording);
      RecordingSummary.of(messages);
      if (indexed) {
        assertThat(read).hasSizeGreaterThan(40).isEqualTo(texts.subList(60 - read.size(), 60));
        assertThat(messages.damage()).singleElement().asString().contains("its chunk unpacks to 0");
      } else {
        assertThat(read).isEmpty();
        // One word for each connection, not for each message.
        assertThat(messages.damage()).hasSize(1 + 3 + 1);
      }
    }
  }

  @Test
  void shouldRefuseOtherFilesAndOtherVersionsByName() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.bag"), "these are no messages");
    assertThatThrownBy(() -> Recordings.open(text))
        .isInstanceOf(MalformedRecordingException.class)
        .hasMessageContaining("notes.bag")
        .hasMessageContaining("neither a ROS bag");
    Path old = Files.writeString(directory.resolve("old.bag"), "#ROSRECORD V1.1\n");
    assertThatThrownBy(() -> Recordings.open(old)).hasMessageContaining("rosbag fix");
    Path empty = Files.writeString(directory.resolve("empty.bag"), "");
    assertThatThrownBy(() -> Recordings.open(empty)).hasMessageContaining("empty");
  }

  /** A chunk that claims to unpack to 4 GB takes no such memory. */
  @Test
  void shouldNotBelieveSizes() throws IOException {
    byte[] bytes = bag(Compression.LZ4, Sample.some(10, 1_000, 7)).bytes();
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("size=") + 5;
    Arrays.fill(bytes, at, at + 4, (byte) 0xff);
    Path file = Files.write(directory.resolve("x.bag"), bytes);
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      while (messages.next() != null) {}
      assertThat(messages.damage()).singleElement().asString().contains("4294967295 bytes");
    }
  }
}
