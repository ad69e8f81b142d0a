package org.waymark.bridge.live.out;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.core.geometry.Pose;

/**
 * The transform that puts a robot's odometry into the map: {@code map -> odom}, of a pose in the
 * map and the odometry at the same time. It holds until it is too old or the robot is lost; then it
 * says why not. Safe for use by many threads.
 */
final class MapToOdom {

  private final Duration maxAge;
  private @Nullable Pose transform;
  private long stampNanos;
  private String absence = "no pose yet";

  MapToOdom(Duration maxAge) {
    this.maxAge = maxAge;
  }

  /**
   * The pose of the odom frame in the map.
   *
   * @param mapToBase pose of base_link in the map
   * @param odomToBase pose of base_link in the odom frame at the same time
   */
  static Pose of(Pose mapToBase, Pose odomToBase) {
    return mapToBase.compose(odomToBase.inverse());
  }

  synchronized void set(Pose mapToOdom, long stamp) {
    transform = mapToOdom;
    stampNanos = stamp;
  }

  /** Stops it at once. */
  synchronized void clear(String why) {
    transform = null;
    absence = why;
  }

  /** The transform that holds now. */
  synchronized Optional<Pose> at(long nowNanos) {
    if (transform != null && nowNanos - stampNanos > maxAge.toNanos()) {
      clear("the last pose is older than %.1f s".formatted(maxAge.toNanos() / 1e9));
    }
    return Optional.ofNullable(transform);
  }

  /** Why there is none. */
  synchronized String absence() {
    return absence;
  }
}
