package org.waymark.bridge.recording.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.bridge.JavaProcess;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.Recordings;
import org.waymark.bridge.recording.Sample;
import org.waymark.core.testing.Python;

/**
 * The real rosbag writes bags, here and now, with each of its compressions. With {@code
 * -Dwaymark.acceptance=true} they are as large as on robots.
 */
@Tag("peer")
class RosbagPeerTest {

  private static final boolean ACCEPTANCE = Boolean.getBoolean("waymark.acceptance");

  @TempDir Path folder;

  private Path bag(String what, String compression, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(what, "x.bag", compression));
    arguments.addAll(List.of(more));
    Python.with("rosbag")
        .run(
            folder,
            Files.readString(Path.of("src/test/python/bags.py")),
            arguments.toArray(String[]::new));
    return folder.resolve("x.bag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "bz2", "lz4"})
  void shouldReadWhatRosbagWrites(String compression) throws Exception {
    Path file = bag("words", compression);
    List<String> expected =
        Files.readAllLines(folder.resolve("x.bag.txt")).stream()
            .map(line -> line.split(" ", -1))
            .map(
                w ->
                    new Sample(w[0], w[1], Long.parseLong(w[2]), HexFormat.of().parseHex(w[3]))
                        .toString())
            .toList();
    try (Recording recording = Recordings.open(file)) {
      assertThat(Sample.read(recording)).isEqualTo(expected).hasSize(300);
      assertThat(recording.summary().messages()).isEqualTo(300);
      assertThat(recording.summary().damage()).isEmpty();
    }
  }

  /** 20 MB and 100 cuts in acceptance. Of a packed chunk that is cut, what unpacks is given too. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "bz2", "lz4"})
  void shouldGiveEveryWholeMessageBeforeACut(String compression) throws Exception {
    Path file = bag("pictures", compression, ACCEPTANCE ? "20" : "4");
    List<Long> ends =
        compression.equals("none")
            ? Files.readAllLines(folder.resolve("x.bag.txt")).stream().map(Long::valueOf).toList()
            : endsOfChunks(file);
    List<String> whole = Sample.read(file);
    assertThat(whole).hasSameSizeAs(ends);
    Random random = new Random(11);
    TreeSet<Long> cuts = new TreeSet<>();
    while (cuts.size() < (ACCEPTANCE ? 100 : 10)) {
      cuts.add(random.nextLong(BagRecording.MAGIC.length(), Files.size(file)));
    }
    for (long cut : cuts.descendingSet()) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(cut);
      }
      int expected = (int) ends.stream().filter(end -> end <= cut).count();
      List<String> read = Sample.read(file);
      assertThat(read).as("cut at %d", cut).hasSizeGreaterThanOrEqualTo(expected);
      assertThat(read).as("cut at %d", cut).isEqualTo(whole.subList(0, read.size()));
      if (compression.equals("none")) {
        assertThat(read).as("cut at %d", cut).hasSize(expected);
      }
    }
  }

  /** For each message where its chunk is over at the latest: where the next begins. */
  private static List<Long> endsOfChunks(Path file) throws IOException {
    List<Long> chunks = new ArrayList<>();
    try (Recording recording = Recordings.open(file);
        MessageCursor messages = recording.messages()) {
      for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
        chunks.add(m.address().chunk());
      }
    }
    TreeSet<Long> starts = new TreeSet<>(chunks);
    long size = Files.size(file);
    return chunks.stream()
        .map(chunk -> starts.higher(chunk) == null ? Long.valueOf(size) : starts.higher(chunk))
        .toList();
  }

  /** A gigabyte in acceptance, in a heap of 48 MiB. */
  @ParameterizedTest
  @ValueSource(strings = {"bz2", "lz4"})
  void shouldReadALargeBagInLittleMemory(String compression) throws Exception {
    int megabytes = ACCEPTANCE ? 1000 : 20;
    Path file = bag("pictures", compression, String.valueOf(megabytes));
    long expected = Files.readAllLines(folder.resolve("x.bag.txt")).size();
    assumeTrue(expected > 0);
    Path output = folder.resolve("read.txt");
    List<String> command = JavaProcess.command("-Xmx48m");
    command.addAll(List.of(ReadEverything.class.getName(), file.toString()));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(1800, TimeUnit.SECONDS)).isTrue();
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines.getFirst()).isEqualTo(expected + " messages");
    System.out.printf(
        "%d MB of messages as %s, %d MB of file: %d messages in %.1f s; resident at most %s%n",
        megabytes, compression, Files.size(file) / 1_000_000, expected, seconds, lines.get(1));
  }
}
