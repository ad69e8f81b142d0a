package org.waymark.bridge.message;

/** ROS splits times into seconds and nanoseconds. */
final class Times {

  static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Times() {}
}
