package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.summary.Survey;
import org.waymark.core.dataset.summary.Track;
import org.waymark.core.progress.ProgressReporter;

class TrackSketchTest {

  @TempDir Path root;

  @Test
  void shouldDrawADiagonalInTheTwoAxesThatExtendMost() throws IOException {
    StringBuilder lines = new StringBuilder("path,x,y,z,qx,qy,qz,qw\n");
    for (int i = 0; i <= 10; i++) {
      lines.append("%d.png,%d,0,%d,0,0,0,1%n".formatted(i, 2 * i, i));
    }
    Track track = track(lines.toString());
    List<String> drawn = new TrackSketch(false, 21, 20).draw(track);
    assertThat(drawn.getLast()).isEqualTo("x to the right, z upwards, 20.0 x 10.0 m");
    assertThat(drawn.getFirst().stripTrailing()).endsWith("*").hasSize(21);
    assertThat(drawn.get(drawn.size() - 2)).startsWith("*");
    List<String> braille = new TrackSketch(true, 10, 20).draw(track);
    assertThat(String.join("", braille.subList(0, braille.size() - 1)))
        .matches("[ \\u2801-\\u28ff]+");
    assertThat(braille.getFirst()).hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void shouldDrawASinglePointAndNothing() throws IOException {
    Track point = track("path,x,y,z,qx,qy,qz,qw\na.png,5,6,7,0,0,0,1\n");
    assertThat(new TrackSketch(false, 10, 5).draw(point)).hasSize(2).first().isEqualTo("*");
    assertThat(new TrackSketch(true, 10, 5).draw(track("path\na.png\n"))).isEmpty();
  }

  private Track track(String csv) throws IOException {
    Files.writeString(root.resolve("frames.csv"), csv);
    return Survey.of(
            Datasets.open("waymark:" + root),
            false,
            new Problems(),
            new Problems(),
            ProgressReporter.silent())
        .areas()
        .getFirst()
        .track();
  }
}
