package org.waymark.streams.tracking;

/**
 * One answer to the question where the camera is.
 *
 * @param pose of the camera in the map frame
 * @param weight its probability
 */
record Hypothesis(PoseGaussian pose, double weight) {

  Hypothesis {
    if (!(weight >= 0 && weight <= 1 + 1e-9)) {
      throw new IllegalArgumentException("a probability of " + weight);
    }
  }

  Hypothesis withWeight(double other) {
    return new Hypothesis(pose, other);
  }
}
