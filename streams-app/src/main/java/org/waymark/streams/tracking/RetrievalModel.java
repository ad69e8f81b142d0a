package org.waymark.streams.tracking;

import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * What the distances of a model in a map say of the camera's pose: the density of the pose given
 * the sightings is {@code (1 - e) sum_i w_i N(pose_i, S) + e U}, the same S for all, and U even
 * over the places of the map. {@code e}, the probability that the camera is near none of the
 * sightings, grows with the nearest distance.
 *
 * <p>Weights are in two steps, since distances to neighbouring places are off by nearly the same,
 * which their difference does not show, while those to places far apart are off each by its own: a
 * group of neighbours ({@link SightingGroups}) has a share that falls with its least distance,
 * {@code exp(-d / decisionTemperature)}, and deals it out to its places by {@code exp(-d /
 * temperature)}.
 *
 * @param temperature by how much a distance must grow to make a place e times less likely than a
 *     neighbouring one
 * @param decisionTemperature the same between places that are no neighbours
 * @param sigmaMetres standard deviation of a sighting's position, along each axis
 * @param sigmaRadians standard deviation of a sighting's orientation, about each axis
 * @param outlierShare {@code e} when the nearest place is near
 * @param unknownDistance nearest distance at which half of the frames show no place of the map
 * @param unknownWidth of the logistic function around it
 * @param distinctPlaces how many places of a sighting's size the map holds, see {@link Coverage}
 * @param distinctAnswers the same of the size of an answer
 */
public record RetrievalModel(
    double temperature,
    double decisionTemperature,
    double sigmaMetres,
    double sigmaRadians,
    double outlierShare,
    double unknownDistance,
    double unknownWidth,
    double distinctPlaces,
    double distinctAnswers) {

  /**
   * What lies nearer together, in metres along each axis and radians about each, is no other
   * answer: half of what makes a group.
   */
  static final double ANSWER = 0.5;

  public RetrievalModel {
    require(temperature > 0, "temperature", temperature);
    require(decisionTemperature > 0, "decisionTemperature", decisionTemperature);
    require(sigmaMetres > 0, "sigmaMetres", sigmaMetres);
    require(sigmaRadians > 0, "sigmaRadians", sigmaRadians);
    require(outlierShare > 0 && outlierShare < 1, "outlierShare", outlierShare);
    require(unknownDistance > 0, "unknownDistance", unknownDistance);
    require(unknownWidth > 0, "unknownWidth", unknownWidth);
    require(distinctPlaces >= 1, "distinctPlaces", distinctPlaces);
    require(distinctAnswers >= 1, "distinctAnswers", distinctAnswers);
  }

  RetrievalModel withOutlierShareAtLeast(double least) {
    return new RetrievalModel(
        temperature,
        decisionTemperature,
        sigmaMetres,
        sigmaRadians,
        Math.max(least, outlierShare),
        unknownDistance,
        unknownWidth,
        distinctPlaces,
        distinctAnswers);
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
    double[] distances = sightings.stream().mapToDouble(Sighting::distance).toArray();
    return weights(distances, SightingGroups.of(sightings), temperature, decisionTemperature);
  }

  /**
   * @param distances ascending
   * @param groups the number of each one's group
   */
  static double[] weights(
      double[] distances, int[] groups, double temperature, double decisionTemperature) {
    double[] weights = new double[distances.length];
    double[] least = new double[distances.length];
    double[] sums = new double[distances.length];
    for (int i = distances.length - 1; i >= 0; i--) {
      least[groups[i]] = distances[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp((least[groups[i]] - distances[i]) / temperature);
      sums[groups[i]] += weights[i];
    }
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] *=
          Math.exp((distances[0] - least[groups[i]]) / decisionTemperature) / sums[groups[i]];
      total += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= total;
    }
    return weights;
  }

  /** The probability that the camera is near none of the sightings. */
  double outlier(List<Sighting> sightings) {
    if (sightings.isEmpty()) {
      return 1;
    }
    return outlier(sightings.getFirst().distance(), outlierShare, unknownDistance, unknownWidth);
  }

  static double outlier(double nearest, double share, double unknownDistance, double width) {
    return share + (1 - share) / (1 + Math.exp((unknownDistance - nearest) / width));
  }

  /**
   * Covariance of a sighting about the camera's pose. On one floor its height and tilt are the
   * camera's own.
   */
  DMatrixRMaj covariance(boolean planar) {
    return covariance(planar, sigmaMetres, sigmaRadians);
  }

  /**
   * As {@link #covariance} for the choice between answers. How well a frame's places fit within one
   * is a matter of where the camera is beside them, which stays alike for metres, and says nothing
   * of which answer is right.
   */
  DMatrixRMaj answerCovariance(boolean planar) {
    return covariance(planar, Math.max(ANSWER, sigmaMetres), Math.max(ANSWER, sigmaRadians));
  }

  private static DMatrixRMaj covariance(boolean planar, double sigmaMetres, double sigmaRadians) {
    double metres = sigmaMetres * sigmaMetres;
    double radians = sigmaRadians * sigmaRadians;
    double height = planar ? Planar.HEIGHT_VARIANCE : metres;
    double tilt = planar ? Planar.TILT_VARIANCE : radians;
    return PoseGaussian.diagonal(metres, metres, height, tilt, tilt, radians);
  }
}
