package org.waymark.testbed.world.drive;

/**
 * How badly wheels measure: white noise that grows with the way, and errors of scale and of
 * straightness that stay alike over some metres, as tyres, floors and loads change.
 *
 * @param along noise in the direction of the robot's front, metres per root of metre
 * @param across likewise to the side
 * @param yawPerMetre noise of the heading, radians per root of metre
 * @param yawPerTurn noise of the heading, radians per root of radian turned
 * @param scale standard deviation of the wandering error of the scale, as a share of the way
 * @param bend standard deviation of the wandering error of straightness, radians per metre
 * @param memory way over which these two forget what they were, in metres
 */
public record Drift(
    double along,
    double across,
    double yawPerMetre,
    double yawPerTurn,
    double scale,
    double bend,
    double memory) {

  /** Wheels of a common robot indoors: after 10 m some 10 cm and 4 degrees, after 100 m 13. */
  public static final Drift STANDARD =
      new Drift(0.02, 0.005, Math.toRadians(1), Math.toRadians(2), 0.005, Math.toRadians(0.2), 10);

  /** Variance in the direction of the robot's front after a way of some metres. */
  public double alongVariance(double metres) {
    return (along * along + 2 * scale * scale * memory) * metres;
  }

  public double acrossVariance(double metres) {
    return across * across * metres;
  }

  /** Variance of the heading after a way and a turn. */
  public double yawVariance(double metres, double radians) {
    return (yawPerMetre * yawPerMetre + 2 * bend * bend * memory) * metres
        + yawPerTurn * yawPerTurn * radians;
  }
}
