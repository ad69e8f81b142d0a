package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.waymark.core.progress.Progress;

class ConsoleProgressTest {

  private static List<String> lines(long total, long step, long until) {
    return lines(total, step, until, 1_000_000_000);
  }

  private static List<String> lines(long total, long step, long until, long stepNanos) {
    AtomicLong now = new AtomicLong();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Progress progress = new ConsoleProgress(err, false, now::get).start("rendering", total)) {
      for (long done = 0; done < until; done += step) {
        now.addAndGet(stepNanos);
        progress.advance(step);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void shouldPrintALineAtEveryTenthAndTheTimeAtTheEnd() {
    List<String> lines = lines(1000, 1, 1000);
    assertThat(lines).hasSize(10);
    assertThat(lines.getFirst()).matches("rendering: 100 of 1000, \\d+\\.\\d/s");
    assertThat(lines.getLast()).matches("rendering: 1000 of 1000 in \\d+\\.\\d s");
  }

  @Test
  void shouldPrintNoMoreThanALineASecond() {
    assertThat(lines(1000, 1, 1000, 500_000)).hasSize(1);
    assertThat(lines(1000, 1, 1000, 2_500_000)).hasSize(3);
  }

  @Test
  void shouldPrintOneLineForASingleItemAndForNone() {
    assertThat(lines(1, 1, 1)).hasSize(1);
    assertThat(lines(0, 1, 0)).hasSize(1);
  }

  @Test
  void shouldSayThatWorkStopped() {
    assertThat(lines(100, 5, 15).getLast())
        .matches("rendering: stopped at 15 of 100 after \\d+\\.\\d s");
  }
}
