package org.waymark.streams.tracking;

/**
 * How a robot moves and how its frames' errors hang together; the same for all maps.
 *
 * @param planar whether the robot stays on one floor: height and tilt then come from the map alone
 * @param odometryTranslation standard deviation of an odometry step per metre travelled, in metres
 *     along each axis
 * @param odometryRotation standard deviation of an odometry step per radian turned, in radians
 *     about each axis
 * @param odometryTurnPerMetre the same per metre travelled
 * @param maxSpeed in metres per second: how far a robot without odometry may have gone; an odometry
 *     step three times as fast is taken for a restart of the odometry
 * @param kidnapRate how often a robot is carried away, per second in which it sees something new
 * @param memoryMetres over which travel the error of retrieval changes: a frame taken after less
 *     than that says little new
 * @param decisionMetres the same for the question which of several places it is
 */
public record TrackerSettings(
    boolean planar,
    double odometryTranslation,
    double odometryRotation,
    double odometryTurnPerMetre,
    double maxSpeed,
    double kidnapRate,
    double memoryMetres,
    double decisionMetres) {

  public static final TrackerSettings DEFAULT =
      new TrackerSettings(false, 0.03, 0.03, 0.02, 1.5, 0.01, 4.0, 2.0);

  public TrackerSettings withPlanar(boolean other) {
    return new TrackerSettings(
        other,
        odometryTranslation,
        odometryRotation,
        odometryTurnPerMetre,
        maxSpeed,
        kidnapRate,
        memoryMetres,
        decisionMetres);
  }
}
