package org.waymark.core;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * As long as it is open, a process that is told to end (Ctrl-C, TERM) first asks the work at hand
 * to stop, and gives it some time for that; after that time the process ends. What is told about
 * the work at its end belongs inside: once this is closed, a process that is ending is gone.
 */
public final class StopSignal implements AutoCloseable {

  private static final Duration FEW_SECONDS = Duration.ofSeconds(5);

  /** What shells report after Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private StopSignal(Runnable stop, Duration patience, String otherwise) {
    hook =
        new Thread(
            () -> {
              stop.run();
              awaitFinished(patience, otherwise);
            },
            "waymark-stop");
  }

  /**
   * Begins to listen.
   *
   * @param stop makes the work end soon; called on another thread, and returns at once
   * @param otherwise what to tell on standard error when it did not end in time
   */
  public static StopSignal asks(Runnable stop, String otherwise) {
    return asks(stop, FEW_SECONDS, otherwise);
  }

  /**
   * As the other, for work that takes longer to come to a good end.
   *
   * @param patience how long the process waits for it
   */
  public static StopSignal asks(Runnable stop, Duration patience, String otherwise) {
    StopSignal signal = new StopSignal(stop, patience, otherwise);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void awaitFinished(Duration patience, String otherwise) {
    try {
      boolean inTime = finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        System.err.println("waymark: " + otherwise);
        Ending.now(INTERRUPTED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work has ended. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook is what waited for this.
    }
  }
}
