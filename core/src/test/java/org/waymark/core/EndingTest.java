package org.waymark.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process of its own whose work does not end. */
@Timeout(60)
class EndingTest {

  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 128 + 15;

  /** Works for ever; the argument is how many milliseconds it may take to stop. */
  static final class Stubborn {
    private Stubborn() {}

    public static void main(String[] args) throws InterruptedException {
      Ending.atOnceOnTheSecondSignal();
      Duration patience = Duration.ofMillis(Long.parseLong(args[0]));
      try (StopSignal _ =
          StopSignal.asks(() -> System.out.println("asked"), patience, "did not end")) {
        System.out.println("works");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }

  @Test
  void shouldEndOnTheSecondSignalHoweverLongItWouldWait() throws Exception {
    Process process = start(Duration.ofHours(1));
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("works");
      process.toHandle().destroy();
      assertThat(out.readLine()).isEqualTo("asked");
      // The first signal's handler may still be on its way to the other hooks.
      while (process.isAlive()) {
        process.toHandle().destroy();
        process.waitFor(100, TimeUnit.MILLISECONDS);
      }
      assertThat(process.exitValue()).isEqualTo(TERMINATED);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldEndWhenItsPatienceDoes() throws Exception {
    Process process = start(Duration.ofMillis(1));
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("works");
      process.toHandle().destroy();
      assertThat(out.readLine()).isEqualTo("asked");
      assertThat(process.errorReader().readLine()).isEqualTo("waymark: did not end");
      assertThat(process.waitFor()).isEqualTo(INTERRUPTED);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(Duration patience) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Stubborn.class.getName(),
            String.valueOf(patience.toMillis()))
        .start();
  }
}
