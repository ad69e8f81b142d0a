package org.waymark.streams;

import java.time.Duration;
import java.util.Optional;

/**
 * How the localizer is. Healthy means that a restart would not help; ready means that frames are
 * answered now.
 *
 * @param state of Kafka Streams
 * @param tasks partitions that this instance processes
 * @param brokerAway for how long no broker has answered
 * @param deviceStalled whether a forward pass takes longer than any should
 * @param failure why the application stopped
 * @param map that frames are looked up in
 */
public record Health(
    String state,
    int tasks,
    Optional<Duration> brokerAway,
    boolean deviceStalled,
    Optional<String> failure,
    Optional<MapStatus> map) {

  /** Before anything is known. */
  public static Health starting() {
    return new Health("STARTING", 0, Optional.empty(), false, Optional.empty(), Optional.empty());
  }

  public boolean healthy() {
    return failure.isEmpty() && !deviceStalled;
  }

  public boolean ready() {
    return healthy() && brokerAway.isEmpty() && state.equals("RUNNING");
  }
}
