package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.ProgressReporter;

class LabelJobTest {

  private static final int QUERIES = 200;
  private static final int PLACES = 7;

  @TempDir Path folder;

  /** Fails at one query, and remembers which it computed. */
  private static final class Method implements LabelRows {
    final Set<Integer> computed = new ConcurrentSkipListSet<>();
    private final int failing;

    Method(int failing) {
      this.failing = failing;
    }

    @Override
    public int queries() {
      return QUERIES;
    }

    @Override
    public int places() {
      return PLACES;
    }

    @Override
    public LabelRow row(int query) {
      if (query == failing) {
        throw new IllegalStateException("power cut");
      }
      computed.add(query);
      return LabelRow.dense(expected(query));
    }

    static float[] expected(int query) {
      float[] psi = new float[PLACES];
      for (int p = 0; p < PLACES; p++) {
        psi[p] = (query + p) % (query % 2 + 2) == 0 ? 0 : 1f / (query + p + 1);
      }
      return psi;
    }
  }

  @Test
  void shouldGoOnWhereItWasCutOff() throws IOException {
    Method cutOff = new Method(150);
    assertThatThrownBy(() -> job("50").run(cutOff, ProgressReporter.silent()))
        .hasMessage("power cut");
    Method again = new Method(-1);
    LabelRows rows = job("50").run(again, ProgressReporter.silent());
    for (int q = 0; q < QUERIES; q++) {
      assertThat(rows.row(q).toArray()).as("query %d", q).isEqualTo(Method.expected(q));
    }
    assertThat(cutOff.computed).isNotEmpty();
    assertThat(again.computed).contains(150).hasSizeLessThan(QUERIES);
    Method third = new Method(0);
    job("50").run(third, ProgressReporter.silent());
    assertThat(third.computed).isEmpty();
  }

  @Test
  void shouldRefuseOtherParameters() throws IOException {
    job("50").run(new Method(-1), ProgressReporter.silent());
    assertThatThrownBy(() -> job("40").run(new Method(-1), ProgressReporter.silent()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("then 'radius_m = 50', now 'radius_m = 40'");
  }

  @Test
  void shouldNameADamagedBlock() throws IOException {
    job("50").run(new Method(-1), ProgressReporter.silent());
    Path block = folder.resolve("gt.partial/block-000010");
    byte[] bytes = Files.readAllBytes(block);
    Files.write(block, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    LabelRows rows = job("50").run(new Method(-1), ProgressReporter.silent());
    assertThat(rows.row(0).places()).isEqualTo(PLACES);
    assertThatThrownBy(() -> rows.row(32)).hasMessageContaining("block-000010 is damaged");
  }

  @Test
  void shouldLeaveNothingBehind() throws IOException {
    LabelJob job = job("50");
    job.run(new Method(-1), ProgressReporter.silent());
    job.clear();
    assertThat(folder).isEmptyDirectory();
  }

  private LabelJob job(String radius) {
    return new LabelJob(
        folder.resolve("gt.partial"), new LinkedHashMap<>(Map.of("radius_m", radius)));
  }
}
