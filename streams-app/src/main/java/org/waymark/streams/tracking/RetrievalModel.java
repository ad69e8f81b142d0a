package org.waymark.streams.tracking;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.joml.Vector3d;

/**
 * What the distances of a model in a map say of the camera's pose: the density of the pose given
 * the sightings is {@code (1 - e) sum_i w_i N(pose_i, S) + e U}, with weights {@code w_i ~
 * exp(-(d_i - d_1) / temperature)}, the same S for all, and U even over the places of the map.
 * {@code e}, the probability that the camera is near none of the sightings, grows with the nearest
 * distance.
 *
 * @param temperature by how much a distance must grow to make a place e times less likely
 * @param sigmaMetres standard deviation of a sighting's position, along each axis
 * @param sigmaRadians standard deviation of a sighting's orientation, about each axis
 * @param outlierShare {@code e} when the nearest place is near
 * @param unknownDistance nearest distance at which half of the frames show no place of the map
 * @param unknownWidth of the logistic function around it
 * @param distinctPlaces how many places of a sighting's size the map holds, see {@link Coverage}
 */
public record RetrievalModel(
    double temperature,
    double sigmaMetres,
    double sigmaRadians,
    double outlierShare,
    double unknownDistance,
    double unknownWidth,
    double distinctPlaces) {

  public RetrievalModel {
    require(temperature > 0, "temperature", temperature);
    require(sigmaMetres > 0, "sigmaMetres", sigmaMetres);
    require(sigmaRadians > 0, "sigmaRadians", sigmaRadians);
    require(outlierShare > 0 && outlierShare < 1, "outlierShare", outlierShare);
    require(unknownDistance > 0, "unknownDistance", unknownDistance);
    require(unknownWidth > 0, "unknownWidth", unknownWidth);
    require(distinctPlaces >= 1, "distinctPlaces", distinctPlaces);
  }

  RetrievalModel withOutlierShareAtLeast(double least) {
    return new RetrievalModel(
        temperature,
        sigmaMetres,
        sigmaRadians,
        Math.max(least, outlierShare),
        unknownDistance,
        unknownWidth,
        distinctPlaces);
  }

  private static void require(boolean good, String name, double value) {
    if (!good || !Double.isFinite(value)) {
      throw new IllegalArgumentException("%s is %s".formatted(name, value));
    }
  }

  /**
   * Of each sighting, the share of the probability that the camera is near one of them; they sum to
   * 1.
   */
  double[] weights(List<Sighting> sightings) {
    double[] weights = new double[sightings.size()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] =
          Math.exp((sightings.getFirst().distance() - sightings.get(i).distance()) / temperature);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** The probability that the camera is near none of the sightings. */
  double outlier(List<Sighting> sightings) {
    if (sightings.isEmpty()) {
      return 1;
    }
    double unknown =
        1 / (1 + Math.exp((unknownDistance - sightings.getFirst().distance()) / unknownWidth));
    return outlierShare + (1 - outlierShare) * unknown;
  }

  /**
   * Covariance of a sighting about the camera's pose. On one floor its height and tilt are the
   * camera's own.
   */
  DMatrixRMaj covariance(boolean planar) {
    double metres = sigmaMetres * sigmaMetres;
    double radians = sigmaRadians * sigmaRadians;
    double height = planar ? Planar.HEIGHT_VARIANCE : metres;
    double tilt = planar ? Planar.TILT_VARIANCE : radians;
    return PoseGaussian.diagonal(metres, metres, height, tilt, tilt, radians);
  }

  static Vector3d meanPosition(List<Sighting> sightings, double[] weights) {
    Vector3d mean = new Vector3d();
    for (int i = 0; i < weights.length; i++) {
      mean.fma(weights[i], sightings.get(i).pose().position());
    }
    return mean;
  }
}
