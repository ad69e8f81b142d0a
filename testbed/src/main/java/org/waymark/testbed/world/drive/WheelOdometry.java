package org.waymark.testbed.world.drive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/**
 * What a robot on a flat floor makes of its wheels: the steps between frames, each measured with
 * errors, one after the other. Odom is where the robot stood at the first frame, level and on the
 * floor.
 *
 * <p>The covariance is that of the whole way and grows as that of a random walk: with the pose p,
 * theta of a frame and the next one's p + R(theta) d,
 *
 * <pre>P' = F P F^T + Q,  F = [1 0 -(R d)_y; 0 1 (R d)_x; 0 0 1] over x, y, yaw.</pre>
 *
 * So what a step adds is Q = P' - F P F^T, exactly, from the poses and covariances of two frames.
 * The wandering errors of {@link Drift} are in Q as the white noise to which they amount over ways
 * longer than their memory. Height, roll and pitch are not measured; their variances are those of
 * the robot's swaying and never change.
 */
public final class WheelOdometry {

  private static final int X = 0;
  private static final int Y = 1;
  private static final int YAW = 5;
  private static final int SIZE = 6;

  private final Drift drift;
  private final SplittableRandom random;

  /** One run of a robot's odometry. */
  public WheelOdometry(Drift drift, long seed) {
    this.drift = drift;
    random = new SplittableRandom(seed);
  }

  /**
   * The odometry of each frame.
   *
   * @param bases base_link in the world
   * @param kidnaps frames before which the robot was carried: its wheels did not turn
   */
  public List<Odometry> along(List<Pose> bases, List<Integer> kidnaps) {
    List<Odometry> odometry = new ArrayList<>(bases.size());
    double x = 0;
    double y = 0;
    double yaw = 0;
    double scale = drift.scale() * random.nextGaussian();
    double bend = drift.bend() * random.nextGaussian();
    double[][] p = new double[3][3];
    odometry.add(odometry(x, y, yaw, p));
    for (int i = 1; i < bases.size(); i++) {
      Step step = Step.between(bases.get(i - 1), bases.get(i));
      if (!kidnaps.contains(i)) {
        double way = Math.hypot(step.ahead(), step.left());
        double kept = Math.exp(-way / drift.memory());
        double fresh = Math.sqrt(1 - kept * kept);
        scale = kept * scale + fresh * drift.scale() * random.nextGaussian();
        bend = kept * bend + fresh * drift.bend() * random.nextGaussian();
        double root = Math.sqrt(way);
        double ahead = step.ahead() * (1 + scale) + drift.along() * root * random.nextGaussian();
        double left = step.left() * (1 + scale) + drift.across() * root * random.nextGaussian();
        double turn =
            step.turn()
                + bend * step.ahead()
                + drift.yawPerMetre() * root * random.nextGaussian()
                + drift.yawPerTurn() * Math.sqrt(Math.abs(step.turn())) * random.nextGaussian();
        double c = Math.cos(yaw);
        double s = Math.sin(yaw);
        double dx = c * ahead - s * left;
        double dy = s * ahead + c * left;
        grow(p, dx, dy, c, s, way, Math.abs(step.turn()));
        x += dx;
        y += dy;
        yaw += turn;
      }
      odometry.add(odometry(x, y, yaw, p));
    }
    return odometry;
  }

  private void grow(
      double[][] p, double dx, double dy, double c, double s, double way, double turn) {
    double[] f = {-dy, dx};
    double yawVariance = p[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        p[i][j] += f[i] * p[2][j] + p[i][2] * f[j] + f[i] * f[j] * yawVariance;
      }
    }
    for (int i = 0; i < 2; i++) {
      p[i][2] += f[i] * yawVariance;
      p[2][i] = p[i][2];
    }
    double along = drift.alongVariance(way);
    double across = drift.acrossVariance(way);
    p[0][0] += c * c * along + s * s * across;
    p[1][1] += s * s * along + c * c * across;
    p[0][1] += c * s * (along - across);
    p[1][0] = p[0][1];
    p[2][2] += drift.yawVariance(way, turn);
  }

  private static Odometry odometry(double x, double y, double yaw, double[][] planar) {
    Double[] covariance = Collections.nCopies(SIZE * SIZE, 0.0).toArray(Double[]::new);
    int[] rows = {X, Y, YAW};
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        covariance[rows[i] * SIZE + rows[j]] = planar[i][j];
      }
    }
    covariance[2 * SIZE + 2] = Rover.HEAVE * Rover.HEAVE;
    covariance[3 * SIZE + 3] = Rover.TILT * Rover.TILT;
    covariance[4 * SIZE + 4] = Rover.TILT * Rover.TILT;
    return new Odometry(
        Odometry.BASE_LINK,
        new Pose(x, y, 0, 0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)),
        List.of(covariance));
  }

  /** From one frame to the next as seen from the first, over the floor. */
  private record Step(double ahead, double left, double turn) {

    static Step between(Pose from, Pose to) {
      double heading = yaw(from);
      double c = Math.cos(heading);
      double s = Math.sin(heading);
      double dx = to.x() - from.x();
      double dy = to.y() - from.y();
      return new Step(
          c * dx + s * dy, c * dy - s * dx, Math.IEEEremainder(yaw(to) - heading, 2 * Math.PI));
    }
  }

  /** Heading of a pose's x axis over the floor, radians counter-clockwise. */
  static double yaw(Pose pose) {
    return Math.atan2(
        2 * (pose.qw() * pose.qz() + pose.qx() * pose.qy()),
        1 - 2 * (pose.qy() * pose.qy() + pose.qz() * pose.qz()));
  }
}
