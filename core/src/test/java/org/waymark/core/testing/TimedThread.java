package org.waymark.core.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases one after another on one thread, so that what a reader keeps for its thread is used
 * again, and fails when a case does not end.
 */
public final class TimedThread implements AutoCloseable {

  private final Duration limit;
  private final ExecutorService executor;
  private volatile @Nullable Thread thread;

  /**
   * Starts no thread yet.
   *
   * @param limit for one case: far above what any takes, for it tells a hang, not a speed
   */
  public TimedThread(Duration limit) {
    this.limit = limit;
    executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread started = Thread.ofPlatform().name("timed").daemon().unstarted(task);
              thread = started;
              return started;
            });
  }

  /**
   * Runs a case.
   *
   * @throws AssertionError when it does not end, with the place where it hangs as its cause
   * @throws ExecutionException with what it threw
   */
  public <T extends @Nullable Object> T call(Callable<T> task) throws ExecutionException {
    Future<T> result = executor.submit(task);
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      Thread hanging = thread;
      if (hanging != null) {
        e.setStackTrace(hanging.getStackTrace());
      }
      throw new AssertionError("not ended after %s".formatted(limit), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
