package org.waymark.indexer.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.waymark.avro.Outcome;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.PoseError;

/**
 * Two localizers that answered the same frames: how far they agree, and which is better.
 *
 * @param primary what the first of them answered
 * @param shadow what the second answered
 * @param both frames that both answered
 * @param outcomes frames that both answered, by the primary's outcome, then the shadow's
 * @param distance between the poses of frames that both gave one for
 * @param truth who was nearer to the true poses; empty when these are not known
 */
public record OutcomeComparison(
    Side primary,
    Side shadow,
    int both,
    Map<Outcome, Map<Outcome, Integer>> outcomes,
    Errors distance,
    Optional<Nearness> truth) {

  /** Poses this near to each other are equally far from the truth. */
  private static final double EQUAL_METRES = 1e-3;

  /**
   * One of the two.
   *
   * @param frames it answered; repeated answers count once
   * @param sources where its answers come from
   * @param latencyMillis from publication to outcome, of the frames that both answered
   */
  public record Side(int frames, Set<FrameAnswer.Source> sources, Percentiles latencyMillis) {}

  /**
   * Differences of poses.
   *
   * @param poses how many
   */
  public record Errors(int poses, Percentiles metres, Percentiles degrees) {

    static Errors of(List<PoseError> errors) {
      return new Errors(
          errors.size(),
          new Percentiles(errors.stream().map(PoseError::metres).toList()),
          new Percentiles(errors.stream().map(PoseError::degrees).toList()));
    }
  }

  /**
   * Errors of frames that both gave a pose for.
   *
   * @param primaryNearer frames in which the primary was nearer, by more than a millimetre
   * @param shadowNearer frames in which the shadow was
   */
  public record Nearness(Errors primary, Errors shadow, int primaryNearer, int shadowNearer) {}

  /**
   * Compares; of repeated answers to a frame the first counts.
   *
   * @param truth true pose of a frame's camera, where it is known
   */
  public static OutcomeComparison of(
      Collection<FrameAnswer> primary,
      Collection<FrameAnswer> shadow,
      Optional<Function<FrameAnswer.FrameId, Optional<Pose>>> truth) {
    Map<FrameAnswer.FrameId, FrameAnswer> first = byFrame(primary);
    Map<FrameAnswer.FrameId, FrameAnswer> second = byFrame(shadow);
    Set<FrameAnswer.FrameId> both = new HashSet<>(first.keySet());
    both.retainAll(second.keySet());
    Map<Outcome, Map<Outcome, Integer>> outcomes = new EnumMap<>(Outcome.class);
    List<PoseError> distances = new ArrayList<>();
    Judge judge = new Judge();
    for (FrameAnswer.FrameId id : both) {
      FrameAnswer one = java.util.Objects.requireNonNull(first.get(id));
      FrameAnswer other = java.util.Objects.requireNonNull(second.get(id));
      outcomes
          .computeIfAbsent(one.outcome(), _ -> new EnumMap<>(Outcome.class))
          .merge(other.outcome(), 1, Integer::sum);
      if (one.camera().isPresent() && other.camera().isPresent()) {
        Pose pose = one.camera().get();
        Pose otherPose = other.camera().get();
        distances.add(PoseError.between(pose, otherPose));
        truth.flatMap(t -> t.apply(id)).ifPresent(real -> judge.add(real, pose, otherPose));
      }
    }
    return new OutcomeComparison(
        side(first, both),
        side(second, both),
        both.size(),
        outcomes,
        Errors.of(distances),
        truth.map(_ -> judge.verdict()));
  }

  private static Map<FrameAnswer.FrameId, FrameAnswer> byFrame(Collection<FrameAnswer> answers) {
    Map<FrameAnswer.FrameId, FrameAnswer> byFrame = new HashMap<>();
    answers.forEach(answer -> byFrame.putIfAbsent(answer.frame(), answer));
    return byFrame;
  }

  private static Side side(
      Map<FrameAnswer.FrameId, FrameAnswer> answers, Set<FrameAnswer.FrameId> both) {
    Set<FrameAnswer.Source> sources = new HashSet<>();
    List<Double> millis = new ArrayList<>();
    answers.forEach(
        (id, answer) -> {
          sources.add(answer.source());
          if (both.contains(id)) {
            millis.add(answer.totalMicros() / 1e3);
          }
        });
    return new Side(answers.size(), sources, new Percentiles(millis));
  }

  /** The share of frames with both answers whose outcomes are of one kind. */
  public double agreement() {
    int same =
        outcomes.entrySet().stream()
            .mapToInt(row -> row.getValue().getOrDefault(row.getKey(), 0))
            .sum();
    return both == 0 ? Double.NaN : (double) same / both;
  }

  private static final class Judge {

    private final List<PoseError> primary = new ArrayList<>();
    private final List<PoseError> shadow = new ArrayList<>();
    private int primaryNearer;
    private int shadowNearer;

    void add(Pose truth, Pose one, Pose other) {
      PoseError ofOne = PoseError.between(truth, one);
      PoseError ofOther = PoseError.between(truth, other);
      primary.add(ofOne);
      shadow.add(ofOther);
      double further = ofOther.metres() - ofOne.metres();
      primaryNearer += further > EQUAL_METRES ? 1 : 0;
      shadowNearer += further < -EQUAL_METRES ? 1 : 0;
    }

    Nearness verdict() {
      return new Nearness(Errors.of(primary), Errors.of(shadow), primaryNearer, shadowNearer);
    }
  }
}
