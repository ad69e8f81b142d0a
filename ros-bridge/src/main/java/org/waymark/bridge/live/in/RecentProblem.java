package org.waymark.bridge.live.in;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last thing that went wrong, for as long as it is news: until it went right, or for a while.
 * Safe for use by many threads.
 */
final class RecentProblem {

  /** Long enough for a person who looks at diagnostics now and then. */
  static final Duration USUAL = Duration.ofSeconds(10);

  private final long newsNanos;
  private final LongSupplier clock;
  private @Nullable String words;
  private long toldAt;

  RecentProblem() {
    this(USUAL, System::nanoTime);
  }

  /**
   * @param clock nanoseconds that only go forwards
   */
  RecentProblem(Duration news, LongSupplier clock) {
    this.newsNanos = news.toNanos();
    this.clock = clock;
  }

  synchronized void tell(String problem) {
    words = problem;
    toldAt = clock.getAsLong();
  }

  synchronized void clear() {
    words = null;
  }

  /** Empty when nothing went wrong lately. */
  synchronized Optional<String> words() {
    if (clock.getAsLong() - toldAt > newsNanos) {
      words = null;
    }
    return Optional.ofNullable(words);
  }
}
