package org.waymark.streams;

import java.time.Duration;

/** When a frame is too old to be worth computing: never in replay, after a limit in live mode. */
record StaleRule(Duration limit) {

  /** Nothing is ever too old. */
  static final StaleRule NEVER = new StaleRule(Duration.ofMillis(Long.MAX_VALUE));

  StaleRule {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("frames older than %s are all frames".formatted(limit));
    }
  }

  boolean isStale(long ageMillis) {
    return ageMillis > limit.toMillis();
  }
}
