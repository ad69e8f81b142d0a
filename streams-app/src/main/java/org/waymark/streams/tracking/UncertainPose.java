package org.waymark.streams.tracking;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.waymark.core.geometry.Pose;

/**
 * A pose and how uncertain it is.
 *
 * @param covariance 6x6, row-major, in ROS order: x y z, then rotations about the fixed axes of the
 *     frame that the pose is in (R = Exp(dtheta) R_mean); m^2 and rad^2
 */
public record UncertainPose(Pose pose, List<Double> covariance) {

  public UncertainPose {
    covariance = List.copyOf(covariance);
    if (covariance.size() != ErrorState.SIZE * ErrorState.SIZE) {
      throw new IllegalArgumentException(
          "a covariance has 36 numbers, this has " + covariance.size());
    }
    if (!covariance.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("the covariance has a number that is not finite");
    }
    requireCovariance(covariance);
  }

  /** Symmetric, and no direction with a negative variance; zero variances are let pass. */
  private static void requireCovariance(List<Double> covariance) {
    double[] values = covariance.stream().mapToDouble(Double::doubleValue).toArray();
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    double tolerance = 1e-6 * largest + 1e-12;
    DMatrixRMaj raised = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE, true, values);
    for (int row = 0; row < ErrorState.SIZE; row++) {
      for (int column = 0; column < row; column++) {
        if (Math.abs(raised.get(row, column) - raised.get(column, row)) > tolerance) {
          throw new IllegalArgumentException("the covariance is not symmetric");
        }
      }
      raised.add(row, row, tolerance);
    }
    Information.of(raised);
  }

  /**
   * The pose and covariance of what is mounted on it, exactly known: with this = base_link in the
   * map and {@code mounting} = camera in base_link, those of the camera in the map. The covariance
   * goes through the adjoint.
   */
  public UncertainPose then(Pose mounting) {
    return of(gaussian().then(mounting));
  }

  static UncertainPose of(PoseGaussian gaussian) {
    return new UncertainPose(
        gaussian.mean(), java.util.Arrays.stream(gaussian.rowMajor()).boxed().toList());
  }

  PoseGaussian gaussian() {
    return PoseGaussian.ofRowMajor(
        pose, covariance.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
