package org.waymark.bridge.recording.bag;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.Recordings;
import org.waymark.bridge.recording.Sample;
import org.waymark.core.testing.Python;

/** The real rosbag writes bags, here and now, with each of its compressions. */
@Tag("peer")
class RosbagPeerTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "bz2", "lz4"})
  void shouldReadWhatRosbagWrites(String compression) throws Exception {
    Python.with("rosbag")
        .run(
            folder,
            Files.readString(Path.of("src/test/python/bags.py")),
            "words",
            "words.bag",
            compression);
    List<String> expected =
        Files.readAllLines(folder.resolve("words.bag.txt")).stream()
            .map(line -> line.split(" ", -1))
            .map(
                w ->
                    new Sample(w[0], w[1], Long.parseLong(w[2]), HexFormat.of().parseHex(w[3]))
                        .toString())
            .toList();
    try (Recording recording = Recordings.open(folder.resolve("words.bag"))) {
      assertThat(Sample.read(recording)).isEqualTo(expected).hasSize(300);
      assertThat(recording.summary().messages()).isEqualTo(300);
      assertThat(recording.summary().damage()).isEmpty();
    }
  }
}
