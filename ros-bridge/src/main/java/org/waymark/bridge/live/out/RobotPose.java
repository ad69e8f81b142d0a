package org.waymark.bridge.live.out;

import java.util.Arrays;
import java.util.List;
import org.waymark.avro.Localization;
import org.waymark.bridge.live.config.OutputConfig;
import org.waymark.core.geometry.Pose;

/**
 * Where base_link is in the map, with a covariance that a filter can fuse.
 *
 * @param stampNanos of the picture
 * @param covariance 6x6, row-major, ROS order; never all zero
 */
record RobotPose(long stampNanos, Pose pose, double[] covariance) {

  private static final int SIZE = 6;
  private static final int ROTATION = 3;

  /**
   * The pose of an outcome. Where nobody estimated a covariance it is the configured one: a wide
   * one says "do not trust me" in a language that every filter understands, a zero one the
   * opposite.
   */
  static RobotPose of(Localization outcome, Pose base, OutputConfig config) {
    List<Double> estimated = outcome.getCovariance();
    double[] covariance =
        estimated == null || estimated.size() != SIZE * SIZE
            ? diagonal(config.positionSigma(), config.rotationSigma())
            : estimated.stream().mapToDouble(Double::doubleValue).toArray();
    return new RobotPose(outcome.getStampNanos(), base, covariance);
  }

  private static double[] diagonal(double positionSigma, double rotationSigma) {
    double[] covariance = new double[SIZE * SIZE];
    for (int i = 0; i < SIZE; i++) {
      double sigma = i < ROTATION ? positionSigma : rotationSigma;
      covariance[i * SIZE + i] = sigma * sigma;
    }
    return covariance;
  }

  @Override
  public String toString() {
    return "RobotPose[%d, %s, %s]".formatted(stampNanos, pose, Arrays.toString(covariance));
  }
}
