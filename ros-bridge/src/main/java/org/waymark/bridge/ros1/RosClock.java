package org.waymark.bridge.ros1;

import java.time.Instant;

/** ROS time: this machine's, or the last that {@code /clock} told where time is simulated. */
final class RosClock {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private volatile boolean simulated;
  private volatile long toldNanos;

  void setSimulated(boolean simulated) {
    this.simulated = simulated;
  }

  boolean isSimulated() {
    return simulated;
  }

  void tell(long nanos) {
    toldNanos = nanos;
  }

  /** Nanoseconds since the epoch; 0 where simulated time has not begun. */
  long now() {
    return simulated ? toldNanos : wall();
  }

  private static long wall() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }
}
