package org.waymark.streams.tracking;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.waymark.avro.Outcome;
import org.waymark.core.geometry.Pose;

/** What a belief says to those who use it. */
final class Verdict {

  /** The position that a confidence is about, and hypotheses that are the same for that matter. */
  private static final double RADIUS_METRES = 1;

  /** An outcome changes when a limit is passed by this much to either side of it. */
  private static final double HYSTERESIS = 0.05;

  /** A robot whose position is known with this probability is localized. */
  private static final double LOCALIZED = 0.85;

  /** A robot that is at none of the hypotheses with this probability is lost. */
  private static final double LOST = 0.6;

  /** A hypothesis with less than this share of the reported one's weight does not compete. */
  private static final double COMPETES = 0.1;

  /** What is less likely than this widens no covariance: nearly always it would be for nothing. */
  private static final double DOUBTS = 0.01;

  /** What is less likely than this changes no confidence. */
  private static final double LEAST_WEIGHT = 1e-4;

  private final Calibration calibration;
  private final boolean planar;

  Verdict(Calibration calibration, boolean planar) {
    this.calibration = calibration;
    this.planar = planar;
  }

  TrackedPose of(Belief belief) {
    List<Hypothesis> hypotheses = belief.hypotheses().stream().map(this::rescaled).toList();
    if (hypotheses.isEmpty()) {
      return lost("nothing in the map looks like it", confidence(0));
    }
    Hypothesis reported = reported(hypotheses);
    double within = 0;
    for (Hypothesis h : hypotheses) {
      if (h.weight() < LEAST_WEIGHT) {
        continue;
      }
      double[] offset = ErrorState.between(reported.pose().mean(), h.pose().mean());
      within += h.weight() * BallProbability.of(offset, h.pose().covariance(), RADIUS_METRES);
    }
    double confidence = calibration.confidence().of(within);
    Outcome outcome = outcome(belief, confidence);
    if (outcome == Outcome.LOST) {
      return lost(
          String.format(
              Locale.ROOT,
              "with probability %.2f at none of the places that it looked like",
              belief.elsewhere()),
          confidence(Math.min(confidence, 1 - belief.elsewhere())));
    }
    double ambiguity = ambiguity(reported.pose().mean(), hypotheses);
    return new TrackedPose(
        outcome,
        outcome == Outcome.LOCALIZED ? Optional.empty() : Optional.of(doubt(confidence, ambiguity)),
        Optional.of(UncertainPose.of(flattened(inDoubt(reported.pose(), hypotheses)))),
        confidence(confidence),
        ambiguity);
  }

  private Hypothesis rescaled(Hypothesis hypothesis) {
    return new Hypothesis(
        hypothesis.pose().scaled(calibration.covarianceScale()), hypothesis.weight());
  }

  private PoseGaussian flattened(PoseGaussian pose) {
    return planar ? new PoseGaussian(pose.mean(), Planar.flattened(pose.covariance())) : pose;
  }

  /** The first hypothesis with those that are about the same position. */
  private static Hypothesis reported(List<Hypothesis> hypotheses) {
    Hypothesis reported = hypotheses.getFirst();
    for (Hypothesis other : hypotheses.subList(1, hypotheses.size())) {
      double[] error = ErrorState.between(hypotheses.getFirst().pose().mean(), other.pose().mean());
      double turn = Math.sqrt(error[3] * error[3] + error[4] * error[4] + error[5] * error[5]);
      if (Math.sqrt(error[0] * error[0] + error[1] * error[1] + error[2] * error[2]) < RADIUS_METRES
          && turn < 1) {
        reported = Mixture.merged(reported, other);
      }
    }
    return reported;
  }

  /**
   * The reported pose with the covariance of the whole belief about it: its mean square error is as
   * stated only when what else may be true is part of it.
   */
  private static PoseGaussian inDoubt(PoseGaussian reported, List<Hypothesis> hypotheses) {
    DMatrixRMaj sum = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    double weights = 0;
    for (Hypothesis h : hypotheses) {
      if (h.weight() >= DOUBTS) {
        double[] error = ErrorState.between(reported.mean(), h.pose().mean());
        CommonOps_DDRM.addEquals(sum, h.weight(), h.pose().covariance());
        for (int row = 0; row < ErrorState.SIZE; row++) {
          for (int column = 0; column < ErrorState.SIZE; column++) {
            sum.add(row, column, h.weight() * error[row] * error[column]);
          }
        }
        weights += h.weight();
      }
    }
    if (weights == 0) {
      return reported;
    }
    CommonOps_DDRM.divide(sum, weights);
    return new PoseGaussian(reported.mean(), PoseGaussian.symmetric(sum));
  }

  private Outcome outcome(Belief belief, double confidence) {
    boolean wasLost = belief.outcome() == Outcome.LOST;
    boolean wasLocalized = belief.outcome() == Outcome.LOCALIZED;
    if (belief.elsewhere() > LOST + (wasLost ? -HYSTERESIS : HYSTERESIS)) {
      return Outcome.LOST;
    }
    return confidence > LOCALIZED + (wasLocalized ? -HYSTERESIS : HYSTERESIS)
        ? Outcome.LOCALIZED
        : Outcome.UNCERTAIN;
  }

  private static double ambiguity(Pose reported, List<Hypothesis> hypotheses) {
    double least = COMPETES * hypotheses.getFirst().weight();
    double sum = 0;
    double weights = 0;
    for (Hypothesis h : hypotheses) {
      if (h.weight() >= least) {
        double metres = h.pose().mean().distanceTo(reported);
        sum += h.weight() * metres * metres;
        weights += h.weight();
      }
    }
    return weights > 0 ? Math.sqrt(sum / weights) : 0;
  }

  private static String doubt(double confidence, double ambiguity) {
    return ambiguity > RADIUS_METRES
        ? String.format(Locale.ROOT, "several places fit, %.1f m apart", ambiguity)
        : String.format(Locale.ROOT, "within 1 m with probability %.2f only", confidence);
  }

  private OptionalDouble confidence(double value) {
    return calibration.fitted() ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static TrackedPose lost(String reason, OptionalDouble confidence) {
    return new TrackedPose(Outcome.LOST, Optional.of(reason), Optional.empty(), confidence, 0);
  }
}
