package org.waymark.core.dataset.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Problems;

class TrajectoryTest {

  @TempDir Path folder;

  @Test
  void shouldFindTheNearestTimeAsASearchThroughAllDoes() {
    Random random = new Random(3);
    TimeAxis axis = new TimeAxis();
    long time = 0;
    for (int i = 0; i < 3000; i++) {
      time += 1 + random.nextInt(100);
      axis.add(time);
    }
    for (int i = 0; i < 2000; i++) {
      long wanted = random.nextLong(time + 200) - 100;
      OptionalInt found = axis.nearest(wanted, 40);
      long best = Long.MAX_VALUE;
      for (int k = 0; k < axis.size(); k++) {
        best = Math.min(best, Math.abs(axis.get(k) - wanted));
      }
      if (best > 40) {
        assertThat(found).as("at %d", wanted).isEmpty();
      } else {
        assertThat(Math.abs(axis.get(found.getAsInt()) - wanted)).isEqualTo(best);
      }
    }
    assertThat(new TimeAxis().nearest(0, Long.MAX_VALUE - 1)).isEmpty();
  }

  @Test
  void shouldRefuseFilesThatAreNoTextAndLinesWithoutEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("x.txt"), "1 ".repeat(100_000));
    assertThatThrownBy(() -> TumTrajectory.read(file, new Problems()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("x.txt:1")
        .hasMessageContaining("longer");
    byte[] noise = new byte[4000];
    new Random(1).nextBytes(noise);
    Files.write(file, noise);
    Problems problems = new Problems(3);
    assertThat(TumTrajectory.read(file, problems).size()).isZero();
    assertThat(problems.count()).isGreaterThan(3);
    assertThat(problems.texts()).hasSize(3).allMatch(t -> t.length() < 300);
    assertThatThrownBy(() -> TumTrajectory.read(folder, new Problems()))
        .isInstanceOf(WaymarkException.class);
  }

  @Test
  void shouldCountLinesThroughCommentsAndEmptyOnes() throws IOException {
    Path file = Files.writeString(folder.resolve("x.txt"), "# a\r\n\r\n  1, 2\t3\r\n\nlast");
    try (WordLines lines = WordLines.open(file)) {
      assertThat(lines.next()).contains(new Line(3, java.util.List.of("1", "2", "3")));
      assertThat(lines.next()).contains(new Line(5, java.util.List.of("last")));
      assertThat(lines.next()).isEqualTo(Optional.empty());
    }
  }
}
