package org.waymark.bridge.tf;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.waymark.core.geometry.Pose;

/**
 * A pose over time, kept for as long as the newest one is not older than a given age, and for a
 * bounded number of poses. Between two poses it is interpolated; before the first and behind the
 * last nothing is said, unless the motion is asked to be continued. For one thread.
 */
public final class TransformTrack {

  /** A minute at 200 Hz; whoever publishes more loses the oldest. */
  private static final int MAX_POSES = 12_000;

  private final long historyNanos;
  private final NavigableMap<Long, Pose> poses = new TreeMap<>();

  public TransformTrack(Duration history) {
    this.historyNanos = history.toNanos();
  }

  /** Adds a pose; one of the same time is replaced, one older than what is kept is forgotten. */
  public void add(long stampNanos, Pose pose) {
    if (!poses.isEmpty() && stampNanos < poses.lastKey() - historyNanos) {
      return;
    }
    poses.put(stampNanos, pose);
    while (poses.size() > MAX_POSES || poses.firstKey() < poses.lastKey() - historyNanos) {
      poses.pollFirstEntry();
    }
  }

  public boolean isEmpty() {
    return poses.isEmpty();
  }

  /** The first and the last time of which a pose is kept. */
  public long firstNanos() {
    return poses.firstKey();
  }

  public long lastNanos() {
    return poses.lastKey();
  }

  /** The pose at a time; empty outside of what is kept. */
  public Optional<Pose> at(long stampNanos) {
    return at(stampNanos, Duration.ZERO);
  }

  /**
   * The pose at a time.
   *
   * @param ahead how far beyond the last pose its motion may be continued, from the last two poses
   * @return empty before the first pose and further ahead
   */
  public Optional<Pose> at(long stampNanos, Duration ahead) {
    Map.Entry<Long, Pose> before = poses.floorEntry(stampNanos);
    if (before == null) {
      return Optional.empty();
    }
    if (before.getKey() == stampNanos) {
      return Optional.of(before.getValue());
    }
    Map.Entry<Long, Pose> after = poses.higherEntry(stampNanos);
    if (after != null) {
      return Optional.of(between(before, after, stampNanos));
    }
    if (stampNanos - before.getKey() > ahead.toNanos()) {
      return Optional.empty();
    }
    Map.Entry<Long, Pose> earlier = poses.lowerEntry(before.getKey());
    return Optional.of(earlier == null ? before.getValue() : between(earlier, before, stampNanos));
  }

  private static Pose between(
      Map.Entry<Long, Pose> first, Map.Entry<Long, Pose> second, long stampNanos) {
    double span = (double) (second.getKey() - first.getKey());
    return Interpolation.between(
        first.getValue(), second.getValue(), (stampNanos - first.getKey()) / span);
  }
}
