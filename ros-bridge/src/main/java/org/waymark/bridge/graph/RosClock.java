package org.waymark.bridge.graph;

import java.time.Instant;

/** ROS time: this machine's, or the last that {@code /clock} told where time is simulated. */
public final class RosClock {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private volatile boolean simulated;
  private volatile long toldNanos;

  public void setSimulated(boolean simulated) {
    this.simulated = simulated;
  }

  public boolean isSimulated() {
    return simulated;
  }

  public void tell(long nanos) {
    toldNanos = nanos;
  }

  /** Nanoseconds since the epoch; 0 where simulated time has not begun. */
  public long now() {
    return simulated ? toldNanos : wall();
  }

  private static long wall() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }
}
