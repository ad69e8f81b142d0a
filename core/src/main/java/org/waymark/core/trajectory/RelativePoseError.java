package org.waymark.core.trajectory;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.PoseError;

/**
 * How far the motion over a fixed number of matched poses is from the true one: {@code E_i =
 * (Q_i^-1 Q_{i+d})^-1 (P_i^-1 P_{i+d})} with true poses Q and estimates P (Sturm et al., IROS
 * 2012). Needs no alignment, and shows jumps where the absolute error shows drift. Frames without a
 * pose are no part of the sequence: a motion spans the gap that they leave.
 *
 * @param delta matched poses between the two ends of a motion
 * @param errors the length and angle of each E_i, in order
 */
public record RelativePoseError(int delta, List<PoseError> errors) {

  /**
   * @param pairs by time
   * @param delta at least 1
   */
  public static RelativePoseError of(List<PosePair> pairs, int delta) {
    if (delta < 1) {
      throw new IllegalArgumentException("motion over %d frames".formatted(delta));
    }
    return new RelativePoseError(
        delta,
        IntStream.range(0, Math.max(0, pairs.size() - delta))
            .mapToObj(i -> error(pairs.get(i), pairs.get(i + delta)))
            .toList());
  }

  private static PoseError error(PosePair from, PosePair to) {
    Pose real = from.truth().inverse().compose(to.truth());
    Pose found = from.estimate().inverse().compose(to.estimate());
    return PoseError.between(Pose.IDENTITY, real.inverse().compose(found));
  }

  /** Of the lengths, in metres; NaN without motions. */
  public double rootMeanSquareMetres() {
    return rootMeanSquare(PoseError::metres);
  }

  /** Of the angles; NaN without motions. */
  public double rootMeanSquareDegrees() {
    return rootMeanSquare(PoseError::degrees);
  }

  private double rootMeanSquare(ToDoubleFunction<PoseError> part) {
    return Math.sqrt(
        errors.stream()
            .mapToDouble(e -> part.applyAsDouble(e) * part.applyAsDouble(e))
            .average()
            .orElse(Double.NaN));
  }
}
