package org.waymark.bridge.recording.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.Recordings;
import org.waymark.bridge.recording.Sample;
import org.waymark.bridge.recording.chunk.Compression;
import org.waymark.core.testing.Python;

/**
 * MCAP's own library for JavaScript reads what we write, and we read what it writes; see
 * src/test/node/mcap.cjs for how to install it.
 */
@Tag("peer")
class NodeMcapPeerTest {

  private static final String MODULES = "WAYMARK_NODE_MODULES";

  @TempDir Path folder;

  private List<String> node(String... arguments) throws Exception {
    String modules = System.getenv(MODULES);
    assumeTrue(
        modules != null && Files.isDirectory(Path.of(modules, "@mcap/core")),
        MODULES + " names no folder with @mcap/core; see src/test/node/mcap.cjs");
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add(Path.of("src/test/node/mcap.cjs").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    Path log = folder.resolve("node.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
    return Files.readAllLines(folder.resolve(arguments[2]));
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ZSTD"})
  void shouldWriteWhatItsOwnLibraryReads(Compression compression) throws Exception {
    List<Sample> samples = Sample.some(300, 20_000, 8);
    McapRecordingTest.write(
        folder.resolve("ours.mcap"), McapWriter.Profile.ROS1, compression, samples);
    List<String> lines = node("read", "ours.mcap", "read.txt");
    assertThat(lines.getLast()).matches("statistics 300 [1-9] ros1");
    assertThat(lines.subList(0, lines.size() - 1))
        .isEqualTo(
            samples.stream()
                .map(
                    s ->
                        "%s %s %d %s"
                            .formatted(
                                s.topic(), s.type(), s.nanos(), HexFormat.of().formatHex(s.data())))
                .toList());
  }

  /** The real rosbag's file, read by Foxglove's reader and by ours. */
  @Test
  void shouldReadABagAsFoxgloveDoes() throws Exception {
    Python.with("rosbag")
        .run(
            folder,
            Files.readString(Path.of("src/test/python/bags.py")),
            "words",
            "words.bag",
            "none");
    List<String> theirs = node("bag", "words.bag", "bag.txt");
    try (Recording recording = Recordings.open(folder.resolve("words.bag"))) {
      assertThat(Sample.read(recording)).isEqualTo(samples(theirs)).hasSize(300);
    }
  }

  private static List<String> samples(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" ", -1))
        .map(
            w ->
                new Sample(w[0], w[1], Long.parseLong(w[2]), HexFormat.of().parseHex(w[3]))
                    .toString())
        .toList();
  }

  @Test
  void shouldReadWhatItsOwnLibraryWrites() throws Exception {
    List<String> expected = samples(node("write", "theirs.mcap", "written.txt"));
    try (Recording recording = Recordings.open(folder.resolve("theirs.mcap"))) {
      assertThat(Sample.read(recording)).isEqualTo(expected).hasSize(300);
      assertThat(recording.summary().damage()).isEmpty();
      assertThat(recording.summary().messages()).isEqualTo(300);
    }
  }
}
