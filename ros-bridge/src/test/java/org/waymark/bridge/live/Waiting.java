package org.waymark.bridge.live;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
public final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Waiting() {}

  /** Until it holds; an error that says what was waited for after a long time. */
  public static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for " + what);
      }
      Thread.sleep(10);
    }
  }
}
