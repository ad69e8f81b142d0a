package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.waymark.core.WaymarkException;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

class DemoStagesTest {

  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

  private AutoCloseable resource(String name) {
    return () -> closed.add(name);
  }

  @Test
  void shouldCloseLastFirstAndGoOnAfterAFailure() {
    try (DemoStages stages = new DemoStages()) {
      stages.keep(resource("first"));
      stages.keep(
          () -> {
            throw new WaymarkException("cannot close");
          });
      stages.keep(resource("last"));
    }
    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void shouldCloseWhatAStageOpensWhileTheDemoEnds() {
    CountDownLatch closing = new CountDownLatch(1);
    try (DemoStages stages = new DemoStages()) {
      stages.keep(resource("directory"));
      var _ =
          stages.open(
              "broker",
              () -> {
                awaitUninterrupted(closing);
                return resource("broker");
              });
      // Interrupted because the demo ends: from here on the broker may start.
      var _ =
          stages.start(
              "robot",
              () -> {
                awaitInterrupt();
                closing.countDown();
                return "";
              });
    }
    assertThat(closed).containsExactly("broker", "directory");
  }

  @Test
  void shouldEndOtherWorkWhenAStageFails() {
    try (DemoStages stages = new DemoStages()) {
      CompletableFuture<String> failing =
          stages.start(
              "broker",
              () -> {
                throw new WaymarkException("the port is taken");
              });
      CompletableFuture<String> endless =
          stages.start(
              "robot",
              () -> {
                awaitInterrupt();
                return "";
              });
      assertThatThrownBy(() -> stages.await(endless)).hasMessage("the port is taken");
      assertThat(failing).isCompletedExceptionally();
      try (Progress progress = stages.watching(ProgressReporter.silent()).start("work", 1)) {
        assertThatThrownBy(() -> progress.advance(1)).hasMessage("the port is taken");
      }
    }
  }

  @Test
  void shouldRefuseToGoOnOnceStopped() {
    try (DemoStages stages = new DemoStages()) {
      stages.requireHealthy();
      stages.stop();
      assertThatThrownBy(stages::requireHealthy).isInstanceOf(CancellationException.class);
    }
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a stage that opens something was interrupted", e);
    }
  }
}
