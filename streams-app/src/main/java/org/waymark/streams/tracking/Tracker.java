package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;

/**
 * Follows robots by what their frames look like: a mixture of Gaussians on SE(3), each moved by
 * odometry (or spread where there is none) and corrected by the sightings; new ones begin where the
 * sightings lie, since a robot may have been carried away.
 *
 * <p>A function of belief and observation: without clock or randomness, so that the same frames
 * give the same bits. Safe for use by many threads.
 */
public final class Tracker {

  private static final int MAX_HYPOTHESES = 12;

  /** A group of sightings with less than this share of the heaviest's weight is none to compare. */
  private static final double LEAST_GROUP = 0.2;

  /** Another hypothesis is reported only when it is this much likelier than the reported one. */
  private static final double LOYALTY = 1.5;

  /** A frame that is this likely to show none of the map leaves no trace in what was seen. */
  private static final double SHOWS_NOTHING = 0.5;

  /** A stamp this far back is a clock that was set, not a late frame. */
  private static final long CLOCK_SET_NANOS = 10_000_000_000L;

  /** A person who says where the robot is may be wrong. */
  private static final double PRIOR_TRUST = 0.95;

  private final Calibration calibration;
  private final TrackerSettings settings;

  public Tracker(Calibration calibration, TrackerSettings settings) {
    this.calibration = calibration;
    this.settings = settings;
  }

  /** A belief and what it says. */
  public record Step(Belief belief, TrackedPose answer) {}

  /**
   * @param before what was believed; empty for a robot that was never seen
   */
  public Step step(Optional<Belief> before, Observation observation) {
    Belief start =
        before
            .filter(b -> b.run().equals(observation.run()))
            .filter(b -> b.stampNanos() - observation.stampNanos() < CLOCK_SET_NANOS)
            .orElseGet(() -> Belief.unknown(observation.run(), observation.stampNanos()));
    if (observation.stampNanos() < start.stampNanos()) {
      return late(start);
    }
    return observation.prior().isPresent()
        ? told(start, observation, observation.prior().get())
        : seen(start, observation);
  }

  /** A frame from before the newest one changes nothing. */
  private Step late(Belief belief) {
    Verdict verdict = new Verdict(calibration, settings.planar());
    return new Step(belief, verdict.of(belief).because("a newer frame came before this one"));
  }

  private Step told(Belief start, Observation observation, UncertainPose prior) {
    List<Hypothesis> told =
        List.of(new Hypothesis(prior.gaussian().plus(leastDoubt()), PRIOR_TRUST));
    return finish(start, observation, told, 1 - PRIOR_TRUST, groups(observation));
  }

  /** Nobody knows a pose better than to a centimetre and half a degree. */
  private static DMatrixRMaj leastDoubt() {
    return PoseGaussian.diagonal(1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4);
  }

  private Step seen(Belief start, Observation observation) {
    List<SightingGroups.Group> groups = groups(observation);
    double shift = shift(start, groups);
    Prediction prediction =
        Prediction.of(start, observation, settings, shift, calibration.retrieval().sigmaMetres());
    boolean first = start.seen().isEmpty();
    double newness = first ? 1 : 1 - Math.exp(-prediction.wayMetres() / memory(prediction));
    double decision =
        first ? 1 : 1 - Math.exp(-prediction.newsMetres() / settings.decisionMetres());
    Correction correction = new Correction(calibration, settings.planar(), observation.sightings());
    List<Double> logWeights = new ArrayList<>();
    List<Hypothesis> hypotheses = new ArrayList<>();
    double most = 0;
    double forgotten = 0;
    for (Hypothesis h : prediction.hypotheses()) {
      if (correction.vague(h.pose())) {
        forgotten += h.weight();
        continue;
      }
      Correction.Corrected corrected = correction.apply(h.pose(), newness);
      double logEvidence = decision * corrected.logEvidence();
      hypotheses.add(new Hypothesis(corrected.pose(), h.weight()));
      logWeights.add(logEvidence);
      most = Math.max(most, logEvidence);
    }
    double sum = 0;
    for (int i = 0; i < hypotheses.size(); i++) {
      Hypothesis h = hypotheses.get(i);
      double weight = h.weight() * Math.exp(logWeights.get(i) - most);
      hypotheses.set(i, h.withWeight(weight));
      sum += weight;
    }
    double elsewhere = (prediction.elsewhere() + forgotten) * Math.exp(-most);
    sum += elsewhere;
    // Who has forgotten where he was has also forgotten the frames that this one repeats.
    List<Hypothesis> born =
        correction.births((decision * prediction.elsewhere() + forgotten) * Math.exp(-most));
    elsewhere -= born.stream().mapToDouble(Hypothesis::weight).sum();
    hypotheses.addAll(born);
    double total = sum;
    List<Hypothesis> normalized =
        hypotheses.stream().map(h -> h.withWeight(Math.min(1, h.weight() / total))).toList();
    List<Hypothesis> reduced =
        loyal(start, prediction, Mixture.reduced(normalized, MAX_HYPOTHESES));
    double kept = reduced.stream().mapToDouble(Hypothesis::weight).sum();
    return finish(start, observation, reduced, Math.max(0, 1 - kept), groups);
  }

  /**
   * How far what a frame looks like lies from anything that the one before looked like; infinite
   * when unknown. Where several places look alike, the choice between them is no way.
   */
  private static double shift(Belief start, List<SightingGroups.Group> groups) {
    if (groups.isEmpty() || start.seen().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    double weights = 0;
    for (SightingGroups.Group group : groups) {
      double nearest = Double.POSITIVE_INFINITY;
      for (Belief.Seen seen : start.seen()) {
        nearest = Math.min(nearest, group.centre().distance(seen.position()));
      }
      sum += group.weight() * nearest;
      weights += group.weight();
    }
    return sum / weights;
  }

  /**
   * Without odometry the way itself is what is known least, and an old frame is soon worth nothing.
   */
  private double memory(Prediction prediction) {
    return prediction.motion().isPresent()
        ? settings.memoryMetres()
        : Math.min(settings.memoryMetres(), calibration.retrieval().sigmaMetres());
  }

  /**
   * Keeps the reported hypothesis in front unless another is clearly likelier: a pose should not
   * jump.
   */
  private static List<Hypothesis> loyal(
      Belief start, Prediction prediction, List<Hypothesis> hypotheses) {
    if (start.hypotheses().isEmpty() || hypotheses.size() < 2) {
      return hypotheses;
    }
    PoseGaussian reported = prediction.hypotheses().getFirst().pose();
    int nearest = 0;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < hypotheses.size(); i++) {
      double metres = hypotheses.get(i).pose().mean().distanceTo(reported.mean());
      if (metres < least) {
        least = metres;
        nearest = i;
      }
    }
    if (hypotheses.get(nearest).weight() * LOYALTY < hypotheses.getFirst().weight()) {
      return hypotheses;
    }
    List<Hypothesis> ordered = new ArrayList<>(hypotheses);
    ordered.addFirst(ordered.remove(nearest));
    return List.copyOf(ordered);
  }

  /** Where a frame's sightings lie; nowhere when it rather shows none of the map. */
  private List<SightingGroups.Group> groups(Observation observation) {
    List<Sighting> sightings = observation.sightings();
    if (calibration.retrieval().outlier(sightings) > SHOWS_NOTHING) {
      return List.of();
    }
    List<SightingGroups.Group> groups =
        SightingGroups.centres(sightings, calibration.retrieval().weights(sightings), LEAST_GROUP);
    return groups.subList(0, Math.min(groups.size(), BeliefCodec.MAX_SEEN));
  }

  private Step finish(
      Belief start,
      Observation observation,
      List<Hypothesis> hypotheses,
      double elsewhere,
      List<SightingGroups.Group> groups) {
    Belief undecided =
        new Belief(
            observation.run(),
            observation.stampNanos(),
            start.outcome(),
            hypotheses,
            elsewhere,
            observation.odometry(),
            groups.isEmpty()
                ? start.seen()
                : groups.stream().map(g -> Belief.Seen.at(g.centre())).toList());
    TrackedPose answer = new Verdict(calibration, settings.planar()).of(undecided);
    Belief after =
        new Belief(
            undecided.run(),
            undecided.stampNanos(),
            answer.outcome(),
            hypotheses,
            elsewhere,
            undecided.odometry(),
            undecided.seen());
    return new Step(after, answer);
  }
}
