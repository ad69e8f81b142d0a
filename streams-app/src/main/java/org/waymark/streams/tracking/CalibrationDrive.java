package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;

/**
 * A drive whose true poses are known.
 *
 * @param frames in order of their stamps
 */
public record CalibrationDrive(List<Frame> frames) {

  /** A camera beside its mounting's odometry, all zero: nobody said how good it is. */
  private static final List<Double> UNKNOWN = java.util.Collections.nCopies(36, 0.0);

  /**
   * @param descriptor of the picture
   * @param truth pose of the camera in the map frame
   * @param odometry pose of the camera in the odom frame
   */
  public record Frame(
      long stampNanos, float[] descriptor, Pose truth, Optional<UncertainPose> odometry) {}

  public CalibrationDrive {
    frames = List.copyOf(frames);
  }

  /**
   * The same drive with odometry made from its true poses: each step off by independent normal
   * errors.
   *
   * @param seed of the errors
   * @param scale of errors per way: 0.03 is 3 %
   */
  public CalibrationDrive withOdometry(long seed, double scale) {
    RandomGenerator random = new java.util.SplittableRandom(seed);
    List<Frame> result = new ArrayList<>();
    Pose odometry = Pose.IDENTITY;
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      if (i > 0) {
        odometry =
            odometry.compose(
                noisy(frames.get(i - 1).truth.inverse().compose(frame.truth), scale, random));
      }
      result.add(
          new Frame(
              frame.stampNanos,
              frame.descriptor,
              frame.truth,
              Optional.of(new UncertainPose(odometry, UNKNOWN))));
    }
    return new CalibrationDrive(result);
  }

  private static Pose noisy(Pose step, double scale, RandomGenerator random) {
    double metres = step.position().length();
    Vector3d turn = ErrorState.log(step.orientation());
    double moved = scale * metres;
    double turned = scale * turn.length() + 0.3 * scale * metres;
    Vector3d position =
        step.position()
            .add(
                moved * random.nextGaussian(),
                moved * random.nextGaussian(),
                moved * random.nextGaussian());
    turn.add(
        turned * random.nextGaussian(),
        turned * random.nextGaussian(),
        turned * random.nextGaussian());
    return Pose.of(position, ErrorState.exp(turn));
  }

  /**
   * Pieces of the drive in another order, as if somebody had carried the robot from one to the
   * next: odometry does not see it.
   */
  CalibrationDrive shuffled(long seed) {
    RandomGenerator random = new java.util.SplittableRandom(seed);
    List<Frame> result = new ArrayList<>();
    Pose odomShift = Pose.IDENTITY;
    long stamp = frames.getFirst().stampNanos;
    int piece = Math.max(2, Math.min(frames.size() / 2, 30 + random.nextInt(70)));
    while (result.size() < frames.size()) {
      int start = random.nextInt(Math.max(1, frames.size() - piece));
      for (int i = start; i < Math.min(start + piece, frames.size()); i++) {
        Frame frame = frames.get(i);
        long step = i == 0 ? 0 : Math.max(0, frame.stampNanos - frames.get(i - 1).stampNanos);
        stamp += step;
        if (i == start && !result.isEmpty() && frame.odometry.isPresent()) {
          odomShift =
              result
                  .getLast()
                  .odometry
                  .orElseThrow()
                  .pose()
                  .compose(frame.odometry.get().pose().inverse());
        }
        Pose shift = odomShift;
        result.add(
            new Frame(
                stamp,
                frame.descriptor,
                frame.truth,
                frame.odometry.map(
                    o -> new UncertainPose(shift.compose(o.pose()), o.covariance()))));
      }
    }
    return new CalibrationDrive(result);
  }

  /**
   * How much of each frame the ones before have not shown, 0 to 1: all of the first one, then
   * {@code 1 - exp(-s / metres)}, with s the way since the one before, a radian as a metre.
   */
  double[] newness(double metres) {
    double[] newness = new double[frames.size()];
    for (int i = 0; i < newness.length; i++) {
      Pose truth = frames.get(i).truth;
      Pose before = frames.get(Math.max(0, i - 1)).truth;
      newness[i] =
          i == 0 ? 1 : 1 - Math.exp(-(truth.distanceTo(before) + truth.angleTo(before)) / metres);
    }
    return newness;
  }

  /** What a tracker says of each frame, in order. */
  public List<TrackedPose> track(Tracker tracker, PlaceTable map) {
    List<TrackedPose> answers = new ArrayList<>(frames.size());
    Optional<Belief> belief = Optional.empty();
    for (Frame frame : frames) {
      Tracker.Step step =
          tracker.step(
              belief,
              new Observation(
                  "drive",
                  frame.stampNanos,
                  map.nearest(frame.descriptor, Observation.SIGHTINGS),
                  frame.odometry,
                  Optional.empty()));
      belief = Optional.of(step.belief());
      answers.add(step.answer());
    }
    return answers;
  }
}
