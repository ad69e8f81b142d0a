package org.waymark.bridge.live.out;

import java.util.Arrays;
import java.util.List;
import org.joml.Vector3d;
import org.waymark.avro.Localization;
import org.waymark.bridge.live.config.OutputConfig;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;

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
            : ofBase(outcome, base, estimated.stream().mapToDouble(Double::doubleValue).toArray());
    return new RobotPose(outcome.getStampNanos(), base, covariance);
  }

  /** An outcome's covariance is that of its base pose, or of the camera's where it has no other. */
  private static double[] ofBase(Localization outcome, Pose base, double[] covariance) {
    return outcome.getBasePose() != null
        ? covariance
        : Poses.fromNullable(outcome.getCameraPose())
            .map(
                camera -> moved(covariance, base.position().sub(camera.position(), new Vector3d())))
            .orElse(covariance);
  }

  /**
   * That of a point held at an arm, in map axes: {@code dp + dtheta x arm}, the same {@code
   * dtheta}; {@code F P F^T} with that as F.
   */
  private static double[] moved(double[] covariance, Vector3d arm) {
    double[][] f = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      f[i][i] = 1;
    }
    f[0][4] = arm.z;
    f[0][5] = -arm.y;
    f[1][3] = -arm.z;
    f[1][5] = arm.x;
    f[2][3] = arm.y;
    f[2][4] = -arm.x;
    double[] result = new double[SIZE * SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        for (int i = 0; i < SIZE; i++) {
          for (int j = 0; j < SIZE; j++) {
            result[row * SIZE + column] += f[row][i] * covariance[i * SIZE + j] * f[column][j];
          }
        }
      }
    }
    return result;
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
