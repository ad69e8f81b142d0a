package org.waymark.streams.tracking;

import java.util.Optional;
import java.util.OptionalDouble;
import org.waymark.avro.Outcome;

/**
 * What is said of a robot after one frame.
 *
 * @param outcome LOCALIZED, UNCERTAIN or LOST
 * @param reason why it is not LOCALIZED
 * @param camera its pose in the map frame with its covariance; empty when LOST
 * @param confidence the probability that the position is within 1 m of the true one; empty without
 *     a calibration
 * @param ambiguityMetres how far apart the hypotheses lie that compete: the weighted root mean
 *     square of their distances from the reported position
 */
public record TrackedPose(
    Outcome outcome,
    Optional<String> reason,
    Optional<UncertainPose> camera,
    OptionalDouble confidence,
    double ambiguityMetres) {

  /** The same with another reason. */
  TrackedPose because(String other) {
    return new TrackedPose(outcome, Optional.of(other), camera, confidence, ambiguityMetres);
  }
}
