package org.waymark.core.geometry;

import java.util.Collections;
import java.util.List;

/**
 * Where a robot believes to be from its wheels or inertia alone: smooth, but drifting. As ROS's
 * {@code nav_msgs/Odometry} it is the whole way since odometry began, not a step.
 *
 * @param frame whose pose this is, usually {@code base_link}
 * @param pose of that frame in the odom frame
 * @param covariance of the pose, 6x6, row-major, in ROS order: x y z, then rotations about the odom
 *     frame's fixed axes (R = Exp(dtheta) R_mean); m^2 and rad^2. All zero where it is unknown
 */
public record Odometry(String frame, Pose pose, List<Double> covariance) {

  /** The frame on the floor under a robot, x forward, as REP-105 names it. */
  public static final String BASE_LINK = "base_link";

  private static final int SIZE = 6;

  public Odometry {
    covariance = List.copyOf(covariance);
    if (covariance.size() != SIZE * SIZE) {
      throw new IllegalArgumentException(
          "a covariance has 36 numbers, this has " + covariance.size());
    }
    for (int row = 0; row < SIZE; row++) {
      if (!(covariance.get(row * SIZE + row) >= 0)) {
        throw new IllegalArgumentException(
            "variance %d of the covariance is %s".formatted(row, covariance.get(row * SIZE + row)));
      }
    }
  }

  /** A pose of base_link of which nobody says how good it is. */
  public static Odometry ofPose(Pose pose) {
    return new Odometry(BASE_LINK, pose, Collections.nCopies(SIZE * SIZE, 0.0));
  }
}
