package org.waymark.streams;

/**
 * How long the engine takes for a frame while it has work: the time from the end of the one before,
 * or from when it was handed in if that was later, until it is described. A moving average over
 * about the last ten. Written by one thread, read by any.
 */
final class ServiceTime {

  private static final double NEWEST = 0.2;

  private volatile double nanos;
  private long lastEndNanos = Long.MIN_VALUE;

  /**
   * Frames were described together.
   *
   * @param submittedNanos when the first of them was handed in, by {@link System#nanoTime}
   */
  void served(int frames, long submittedNanos, long endNanos) {
    long begin =
        lastEndNanos == Long.MIN_VALUE ? submittedNanos : Math.max(submittedNanos, lastEndNanos);
    lastEndNanos = endNanos;
    double each = (double) Math.max(0, endNanos - begin) / frames;
    nanos = nanos == 0 ? each : nanos + NEWEST * (each - nanos);
  }

  /** In milliseconds; 0 before the first frame. */
  double millis() {
    return nanos / 1e6;
  }
}
