package org.waymark.bridge.live.out;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Which outcomes may still be told: the newest by their pictures' stamps, each once, and none that
 * is too old. Outcomes come again after a crash of the localizer, late after an outage of Kafka,
 * and crosswise from two cameras; cameras that are triggered together have equal stamps. For one
 * thread.
 */
final class Freshness {

  /** What became of an outcome. */
  enum Verdict {
    FRESH,
    /** Told already, or older than one that was. */
    OVERTAKEN,
    /** Older than the limit. */
    LATE,
    /** Stamped in the future by more than the limit: another clock. */
    FUTURE
  }

  private final long maxAgeNanos;
  private final Set<String> camerasOfNewest = new HashSet<>();
  private long newestNanos = Long.MIN_VALUE;

  Freshness(Duration maxAge) {
    this.maxAgeNanos = maxAge.toNanos();
  }

  /**
   * Judges an outcome, and counts it as told when it is fresh.
   *
   * @param camera whose picture it is of
   */
  Verdict judge(String camera, long stampNanos, long nowNanos) {
    if (nowNanos - stampNanos > maxAgeNanos) {
      return Verdict.LATE;
    }
    if (stampNanos - nowNanos > maxAgeNanos) {
      return Verdict.FUTURE;
    }
    if (stampNanos < newestNanos) {
      return Verdict.OVERTAKEN;
    }
    if (stampNanos > newestNanos) {
      camerasOfNewest.clear();
    }
    newestNanos = stampNanos;
    return camerasOfNewest.add(camera) ? Verdict.FRESH : Verdict.OVERTAKEN;
  }

  /** Begins anew, as after a jump back of the clock. */
  void reset() {
    newestNanos = Long.MIN_VALUE;
    camerasOfNewest.clear();
  }
}
