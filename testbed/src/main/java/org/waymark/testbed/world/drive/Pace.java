package org.waymark.testbed.world.drive;

import org.waymark.testbed.world.plan.Path;

/** How fast and how far aside a robot may go at each place of its way. */
final class Pace {

  /** On a straight, in metres per second. */
  static final double SPEED = 0.95;

  /** The robot slows down where it would turn faster than this, in radians per second. */
  private static final double TURN_RATE = 1.0;

  private static final double MAX_OFFSET = 0.28;

  private Pace() {}

  /** How far the robot may be off the way: less in bends, or the inner side would be a pivot. */
  static double aside(Path path, double s) {
    return MAX_OFFSET / (1 + 0.4 * Math.abs(path.curvature(s)));
  }

  /** The highest speed at a place, in metres per second. */
  static double limit(Path path, double s) {
    // The bend ahead counts as well, so that the robot brakes before it and not in it.
    double bend =
        Math.max(
            Math.abs(path.curvature(s)),
            0.8 * Math.max(Math.abs(path.curvature(s + 0.25)), Math.abs(path.curvature(s - 0.15))));
    return Math.min(SPEED, TURN_RATE / Math.max(bend, 1e-6));
  }
}
