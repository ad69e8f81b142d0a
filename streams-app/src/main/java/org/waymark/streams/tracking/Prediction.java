package org.waymark.streams.tracking;

import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.waymark.core.geometry.Pose;

/**
 * Where a belief's hypotheses are when the next frame is taken.
 *
 * @param hypotheses moved; a little of each one's weight has gone elsewhere
 * @param elsewhere the probability of none of them
 * @param motion of the camera, in its own axes, where odometry tells
 * @param newsMetres how many metres' worth of news the frame brings: how far the camera went (a
 *     radian counting as a metre; without odometry, as far as it may have gone), and the jump of
 *     what it looks like
 */
record Prediction(
    List<Hypothesis> hypotheses, double elsewhere, Optional<Pose> motion, double newsMetres) {

  /** However well odometry is, standing still is not free of error. */
  private static final double STEP_METRES = 0.001;

  private static final double STEP_RADIANS = 0.001;

  /** A step of odometry this many times faster than the robot can be is none. */
  private static final double IMPLAUSIBLE = 3;

  private static final double NANOS = 1e9;

  /** Turning on the spot changes the view as driving does. */
  private static final double METRES_PER_RADIAN = 1;

  /** Without odometry a robot may turn this many radians while it goes a metre. */
  private static final double TURN_PER_METRE = 1;

  /**
   * @param shift how far what the frame looks like lies from what the one before looked like, in
   *     metres; infinite when that is not known
   * @param blur how far off what a frame looks like is anyway, in metres
   */
  static Prediction of(
      Belief belief, Observation observation, TrackerSettings settings, double shift, double blur) {
    double seconds = (observation.stampNanos() - belief.stampNanos()) / NANOS;
    Optional<Pose> motion = motion(belief, observation, settings, seconds);
    double travel =
        motion
            .map(m -> m.position().length() + METRES_PER_RADIAN * m.angleTo(Pose.IDENTITY))
            .orElse(Math.min(shift, settings.maxSpeed() * seconds));
    double jump =
        Double.isInfinite(shift)
            ? 0
            : Math.clamp(shift - travel - 2 * blur, 0, settings.memoryMetres());
    double news = travel + jump;
    // Who is carried away sees something else.
    double stays = Math.exp(-settings.kidnapRate() * Math.min(seconds, news));
    DMatrixRMaj noise =
        motion.isPresent()
            ? odometryNoise(motion.get(), belief, observation, settings)
            : wanderNoise(settings, travel);
    List<Hypothesis> moved =
        belief.hypotheses().stream()
            .map(
                h ->
                    new Hypothesis(
                        motion.map(h.pose()::then).orElse(h.pose()).plus(noise),
                        h.weight() * stays))
            .toList();
    double kept = moved.stream().mapToDouble(Hypothesis::weight).sum();
    return new Prediction(moved, Math.max(0, 1 - kept), motion, news);
  }

  private static Optional<Pose> motion(
      Belief belief, Observation observation, TrackerSettings settings, double seconds) {
    if (belief.odometry().isEmpty() || observation.odometry().isEmpty()) {
      return Optional.empty();
    }
    Pose step =
        belief.odometry().get().pose().inverse().compose(observation.odometry().get().pose());
    double most = IMPLAUSIBLE * settings.maxSpeed() * Math.max(seconds, 0.1);
    return step.position().length() <= most ? Optional.of(step) : Optional.empty();
  }

  /**
   * Independent errors of a step: what the settings say, or what the odometry's own covariance has
   * grown by where that is more, up to a tenth of the way.
   */
  private static DMatrixRMaj odometryNoise(
      Pose step, Belief belief, Observation observation, TrackerSettings settings) {
    double metres = step.position().length();
    double radians = step.angleTo(Pose.IDENTITY);
    double translation = settings.odometryTranslation() * metres + STEP_METRES;
    double rotation =
        Math.hypot(settings.odometryRotation() * radians, settings.odometryTurnPerMetre() * metres)
            + STEP_RADIANS;
    DMatrixRMaj before = belief.odometry().orElseThrow().gaussian().covariance();
    DMatrixRMaj after = observation.odometry().orElseThrow().gaussian().covariance();
    double grownMetres = Math.min(0.1 * metres, Math.sqrt(growth(before, after, 0)));
    double grownRadians = Math.min(0.1 * radians, Math.sqrt(growth(before, after, 3)));
    return noise(
        Math.max(translation, grownMetres), Math.max(rotation, grownRadians), settings.planar());
  }

  /** By how much the mean variance of three axes has grown; never negative. */
  private static double growth(DMatrixRMaj before, DMatrixRMaj after, int first) {
    double sum = 0;
    for (int axis = first; axis < first + 3; axis++) {
      sum += after.get(axis, axis) - before.get(axis, axis);
    }
    return Math.max(0, sum / 3);
  }

  /**
   * Without odometry it may have gone either way; a robot whose view stays the same has not gone.
   */
  private static DMatrixRMaj wanderNoise(TrackerSettings settings, double travel) {
    double metres = travel + STEP_METRES;
    return noise(metres, TURN_PER_METRE * travel + STEP_RADIANS, settings.planar());
  }

  private static DMatrixRMaj noise(double metres, double radians, boolean planar) {
    double m = metres * metres;
    double r = radians * radians;
    return planar
        ? PoseGaussian.diagonal(m, m, 0, 0, 0, r)
        : PoseGaussian.diagonal(m, m, m, r, r, r);
  }
}
