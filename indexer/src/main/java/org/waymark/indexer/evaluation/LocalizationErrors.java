package org.waymark.indexer.evaluation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.waymark.avro.Outcome;
import org.waymark.core.metric.ConfidenceCalibration;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.PoseError;
import org.waymark.core.metric.PoseErrors;
import org.waymark.core.trajectory.PosePair;

/**
 * What became of each frame of a drive.
 *
 * @param frames in the order of the outcomes
 */
public record LocalizationErrors(List<Frame> frames) {

  /** A stated confidence is the probability that the position is within this. */
  private static final double CONFIDENT_WITHIN_METRES = 1;

  private static final int CALIBRATION_BINS = 10;

  /**
   * One frame.
   *
   * @param sequence its number in the recording
   * @param stampNanos when it was taken
   * @param poses the given and the true one; empty when one is missing
   * @param confidence that was stated, 0 to 1
   */
  public record Frame(
      long sequence,
      long stampNanos,
      Outcome outcome,
      Optional<PosePair> poses,
      Optional<Double> confidence) {

    public Optional<PoseError> error() {
      return poses.map(pair -> PoseError.between(pair.truth(), pair.estimate()));
    }
  }

  public LocalizationErrors {
    frames = List.copyOf(frames);
  }

  /** How many frames had each outcome; those that none had are missing. */
  public Map<Outcome, Integer> outcomes() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    frames.forEach(frame -> counts.merge(frame.outcome(), 1, Integer::sum));
    return counts;
  }

  public PoseErrors errors() {
    return new PoseErrors(
        frames.stream().map(Frame::error).flatMap(Optional::stream).toList(), frames.size());
  }

  public Percentiles positionErrorMetres() {
    return errors().metres();
  }

  public Percentiles rotationErrorDegrees() {
    return errors().degrees();
  }

  /** Frames with both poses, by time. */
  public List<PosePair> pairs() {
    return frames.stream()
        .map(Frame::poses)
        .flatMap(Optional::stream)
        .sorted(java.util.Comparator.comparingLong(PosePair::stampNanos))
        .toList();
  }

  /** Whether positions are within 1 m as often as was stated; empty when nothing was. */
  public Optional<ConfidenceCalibration> calibration() {
    List<Frame> stated =
        frames.stream()
            .filter(frame -> frame.confidence().isPresent() && frame.poses().isPresent())
            .toList();
    if (stated.isEmpty()) {
      return Optional.empty();
    }
    boolean[] right = new boolean[stated.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = stated.get(i).error().orElseThrow().metres() <= CONFIDENT_WITHIN_METRES;
    }
    return Optional.of(
        ConfidenceCalibration.of(
            stated.stream().mapToDouble(frame -> frame.confidence().orElseThrow()).toArray(),
            right,
            CALIBRATION_BINS));
  }
}
