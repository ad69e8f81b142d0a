package org.waymark.streams.tracking;

import java.util.List;
import org.waymark.core.geometry.Pose;

/**
 * How much there is to confuse in a map: the number of places that a sighting's error tells apart.
 * {@code n^2 / sum_ij exp(-m_ij / 2)}, where m is the squared Mahalanobis length between two places
 * under twice the sighting's covariance: n for places far apart, 1 for places that are all one.
 */
final class Coverage {

  /** Pairs of more places than this are not all looked at: every n-th place stands for the rest. */
  private static final int MAX_PLACES = 1500;

  private Coverage() {}

  /**
   * @param places not empty
   */
  static double distinctPlaces(List<Pose> places, double sigmaMetres, double sigmaRadians) {
    int step = (places.size() + MAX_PLACES - 1) / MAX_PLACES;
    double sum = 0;
    long count = 0;
    for (int i = 0; i < places.size(); i += step) {
      count++;
      for (int j = 0; j < i; j += step) {
        double metres = places.get(i).distanceTo(places.get(j)) / sigmaMetres;
        if (metres < 10) {
          double radians = places.get(i).angleTo(places.get(j)) / sigmaRadians;
          sum += 2 * Math.exp(-0.25 * (metres * metres + radians * radians));
        }
      }
    }
    return count * count / (sum + count);
  }
}
