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
 * @param wayMetres how far the camera went, a radian counting as a metre; without odometry, as far
 *     as it may have gone, and the jump of what it looks like
 * @param newsMetres how many metres' worth of news the frame brings: as before, but without
 *     odometry no more than what it looks like has moved: a view that stays the same is no news
 */
record Prediction(
    List<Hypothesis> hypotheses,
    double elsewhere,
    Optional<Pose> motion,
    double wayMetres,
    double newsMetres) {

  /** However well odometry is, standing still is not free of error. */
  private static final double STEP_METRES = 0.001;

  private static final double STEP_RADIANS = 0.001;

  /** A step of odometry this many times faster than the robot can be is none. */
  private static final double IMPLAUSIBLE = 3;

  private static final double NANOS = 1e9;

  /** What jumps by this many times the memory is all new. */
  private static final double JUMP_MEMORIES = 3;

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
    double reach = settings.maxSpeed() * Math.max(0, seconds);
    double way =
        motion
            .map(m -> m.position().length() + METRES_PER_RADIAN * m.angleTo(Pose.IDENTITY))
            .orElse(reach);
    double travel = motion.isPresent() ? way : Math.min(shift, reach);
    double jump =
        Double.isInfinite(shift)
            ? 0
            : Math.clamp(shift - travel - 2 * blur, 0, JUMP_MEMORIES * settings.memoryMetres());
    double news = travel + jump;
    // Who is carried away sees something else.
    double stays = Math.exp(-settings.kidnapRate() * Math.min(seconds, news));
    List<Hypothesis> moved =
        belief.hypotheses().stream()
            .map(
                h ->
                    new Hypothesis(
                        moved(h.pose(), motion, reach, belief, observation, settings),
                        h.weight() * stays))
            .toList();
    double kept = moved.stream().mapToDouble(Hypothesis::weight).sum();
    return new Prediction(moved, Math.max(0, 1 - kept), motion, way + jump, news);
  }

  private static PoseGaussian moved(
      PoseGaussian pose,
      Optional<Pose> motion,
      double reach,
      Belief belief,
      Observation observation,
      TrackerSettings settings) {
    return motion
        .map(step -> pose.then(step).plus(odometryNoise(step, belief, observation, settings)))
        .orElseGet(() -> pose.plus(wanderNoise(pose, reach, settings.planar())));
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
   * Without odometry it may have gone any way. Who goes, goes on: not the variance but the standard
   * deviation grows with time. The top speed is taken for two standard deviations.
   */
  private static DMatrixRMaj wanderNoise(PoseGaussian pose, double reach, boolean planar) {
    double metres = reach / 2 + STEP_METRES;
    double radians = TURN_PER_METRE * reach / 2 + STEP_RADIANS;
    return noise(grown(deviation(pose, 0), metres), grown(deviation(pose, 3), radians), planar);
  }

  /** Root of the largest variance of three axes. */
  private static double deviation(PoseGaussian pose, int first) {
    double largest = 0;
    for (int axis = first; axis < first + 3; axis++) {
      largest = Math.max(largest, pose.covariance().get(axis, axis));
    }
    return Math.sqrt(largest);
  }

  /** What makes a standard deviation larger by {@code more} when it is added to it squared. */
  private static double grown(double deviation, double more) {
    return Math.sqrt(2 * deviation * more + more * more);
  }

  private static DMatrixRMaj noise(double metres, double radians, boolean planar) {
    double m = metres * metres;
    double r = radians * radians;
    return planar
        ? PoseGaussian.diagonal(m, m, 0, 0, 0, r)
        : PoseGaussian.diagonal(m, m, m, r, r, r);
  }
}
