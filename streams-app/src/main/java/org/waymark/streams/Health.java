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
 */
public record Health(
    String state,
    int tasks,
    Optional<Duration> brokerAway,
    boolean deviceStalled,
    Optional<String> failure) {

  public boolean healthy() {
    return failure.isEmpty() && !deviceStalled;
  }

  public boolean ready() {
    return healthy() && brokerAway.isEmpty() && state.equals("RUNNING");
  }
}
