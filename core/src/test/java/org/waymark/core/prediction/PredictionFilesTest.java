package org.waymark.core.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;

class PredictionFilesTest {

  private static final List<String> QUERIES = List.of("q0", "q1", "q2");
  private static final List<String> PLACES = List.of("a", "b", "c", "d");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("predictions.txt");
  }

  @Test
  void shouldReadWhatItWrites() {
    RankedKeys.write(
        file, QUERIES, PLACES, List.of(new int[] {3, 0}, new int[0], new int[] {1, 2, 0}));
    assertThat(file).hasContent("q0 d a\nq2 b c a\n");
    RankedKeys.Resolved read = RankedKeys.read(file).resolve(QUERIES, PLACES, false);
    assertThat(read.answered()).isEqualTo(2);
    assertThat(read.ranked()).map(Arrays::toString).containsExactly("[3, 0]", "[]", "[1, 2, 0]");
  }

  @Test
  void shouldNameLineAndKeyOfWhatItDoesNotKnow() throws IOException {
    Files.writeString(file, "# a comment\nq0 a\nq1 x b\nq9 a\n");
    assertThatThrownBy(() -> RankedKeys.read(file).resolve(QUERIES, PLACES, false))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("predictions.txt:3")
        .hasMessageContaining("place x");
    // Being lenient, the next place takes the rank of the unknown one.
    RankedKeys.Resolved read = RankedKeys.read(file).resolve(QUERIES, PLACES, true);
    assertThat(read.ranked().get(1)).containsExactly(1);
    assertThat(read.unknown()).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhatSaysTwoThings() throws IOException {
    refuse("q0 a\nq0 b\n", "predictions.txt:2", "query q0 was on line 1");
    refuse("q0 a b a\n", "predictions.txt:1", "place a is predicted twice");
    refuse("q0\n", "predictions.txt:1", "query q0 has no prediction");
    refuse("\n", "holds no prediction");
    Files.writeString(file, "q0 a\n");
    assertThatThrownBy(() -> RankedKeys.read(file).resolve(List.of("q0", "q0"), PLACES, true))
        .hasMessageContaining("q0 names two frames");
  }

  private void refuse(String text, String... parts) throws IOException {
    Files.writeString(file, text);
    var thrown =
        assertThatThrownBy(() -> RankedKeys.read(file)).isInstanceOf(WaymarkException.class);
    for (String part : parts) {
      thrown.hasMessageContaining(part);
    }
  }

  @Test
  void shouldRefuseKeysThatAreNoWords() {
    assertThatThrownBy(
            () -> RankedKeys.write(file, List.of("a picture.jpg"), PLACES, List.of(new int[] {0})))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("'a picture.jpg'");
  }

  @Test
  void shouldWriteTheCentreForCmuAndTheTranslationForRobotCar() throws IOException {
    double h = Math.sqrt(0.5);
    SequencedMap<String, Pose> poses = new LinkedHashMap<>();
    poses.put("night/rear/1418.jpg", new Pose(1, 2, 3, 0, 0, h, h));
    PoseSubmission.ROBOTCAR.write(file, poses);
    assertThat(line()).startsWith("rear/1418.jpg ");
    // World to camera: the quarter turn back, and -R^T (1, 2, 3).
    assertThat(numbers()).containsExactly(new double[] {h, 0, 0, -h, -2, 1, -3}, within(1e-12));
    PoseSubmission.CMU.write(file, poses);
    assertThat(line()).startsWith("1418.jpg ");
    assertThat(numbers()).containsExactly(new double[] {h, 0, 0, -h, 1, 2, 3}, within(1e-12));
  }

  private String line() throws IOException {
    return Files.readString(file).strip();
  }

  private double[] numbers() throws IOException {
    return Arrays.stream(line().split(" ", -1)).skip(1).mapToDouble(Double::parseDouble).toArray();
  }
}
