package org.waymark.bridge.live.in;

/**
 * Lets at most so many pictures a second pass, by their stamps: evenly, whatever the camera's own
 * rate and its jitter. For one thread.
 */
final class RateLimit {

  private final long periodNanos;
  private long dueNanos = Long.MIN_VALUE;
  private long lastNanos = Long.MIN_VALUE;

  /**
   * Makes a limit.
   *
   * @param maxRate pictures a second; 0 lets all pass
   */
  RateLimit(double maxRate) {
    this.periodNanos = maxRate > 0 ? (long) (1e9 / maxRate) : 0;
  }

  boolean passes(long stampNanos) {
    boolean backwards = stampNanos < lastNanos;
    lastNanos = stampNanos;
    if (periodNanos == 0) {
      return true;
    }
    if (dueNanos == Long.MIN_VALUE || backwards) {
      dueNanos = stampNanos + periodNanos;
      return true;
    }
    // A camera of exactly this rate is a little early every other time.
    if (stampNanos < dueNanos - periodNanos / 10) {
      return false;
    }
    dueNanos = Math.max(dueNanos + periodNanos, stampNanos + periodNanos / 2);
    return true;
  }
}
