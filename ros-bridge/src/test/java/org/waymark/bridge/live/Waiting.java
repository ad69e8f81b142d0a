package org.waymark.bridge.live;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Waits for conditions. */
public final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

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

  /** Waits until a count has stayed as it is for a while; what is under way comes in before. */
  static void untilStill(String what, IntSupplier count) throws InterruptedException {
    Duration span = Duration.ofMillis(500);
    long[] last = {count.getAsInt(), System.nanoTime()};
    until(
        what + " to end",
        () -> {
          int now = count.getAsInt();
          if (now != last[0]) {
            last[0] = now;
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > span.toNanos();
        });
  }
}
