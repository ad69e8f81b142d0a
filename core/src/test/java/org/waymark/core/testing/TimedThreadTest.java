package org.waymark.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedThreadTest {

  @TempDir Path folder;

  @Test
  void shouldRunAllCasesOnOneThread() throws Exception {
    try (TimedThread thread = new TimedThread(Duration.ofMinutes(1))) {
      Thread first = thread.call(Thread::currentThread);

      assertThat(thread.call(Thread::currentThread)).isSameAs(first);
      assertThatThrownBy(() -> thread.call(() -> List.of().getFirst()))
          .isInstanceOf(ExecutionException.class);
      assertThat(thread.call(Thread::currentThread)).isSameAs(first);
    }
  }

  @Test
  void shouldFailWhereACaseHangs() {
    try (TimedThread thread = new TimedThread(Duration.ofMillis(100))) {
      assertThatThrownBy(() -> thread.call(TimedThreadTest::hang))
          .isInstanceOf(AssertionError.class)
          .cause()
          .satisfies(e -> assertThat(e.getStackTrace()).anyMatch(TimedThreadTest::isHang));
    }
  }

  @Test
  void shouldTellThatAReaderHangs() {
    assertThatThrownBy(
            () ->
                Mutations.run(
                    List.of(new byte[100]), 1, 0, folder, file -> hang(), Duration.ofMillis(100)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("case 0, seed 0, kept as");
  }

  private static boolean isHang(StackTraceElement element) {
    return element.getMethodName().equals("hang");
  }

  private static int hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
