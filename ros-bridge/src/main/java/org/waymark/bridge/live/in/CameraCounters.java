package org.waymark.bridge.live.in;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What became of a camera's pictures: each one that was received is acknowledged by Kafka, dropped
 * for a reason, or still waiting. Safe for use by many threads.
 */
public final class CameraCounters {

  private final LongAdder received = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder withoutStamp = new LongAdder();
  private final Map<Drop, LongAdder> drops = new EnumMap<>(Drop.class);
  private final RecentProblem problem = new RecentProblem();

  public CameraCounters() {
    for (Drop drop : Drop.values()) {
      drops.put(drop, new LongAdder());
    }
  }

  void countReceived() {
    received.increment();
  }

  void countAcknowledged() {
    acknowledged.increment();
  }

  void countWithoutStamp() {
    withoutStamp.increment();
  }

  void count(Drop drop) {
    adder(drop).increment();
  }

  void count(Drop drop, @Nullable String why) {
    count(drop);
    problem.tell("%s: %s".formatted(drop.words(), why));
  }

  private LongAdder adder(Drop drop) {
    LongAdder adder = drops.get(drop);
    if (adder == null) {
      throw new IllegalStateException("no counter of " + drop);
    }
    return adder;
  }

  public long received() {
    return received.sum();
  }

  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Pictures whose header had no stamp and that were given the time of their arrival. */
  public long withoutStamp() {
    return withoutStamp.sum();
  }

  public long dropped(Drop drop) {
    return adder(drop).sum();
  }

  /** What was wrong lately with a picture that could not be used. */
  public Optional<String> problem() {
    return problem.words();
  }
}
