package org.waymark.core.trajectory;

import java.util.List;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.PoseError;

/**
 * How far the positions of a trajectory are from the true ones once the frames are aligned: {@code
 * |S(x_i) - y_i|} (Sturm et al., "A Benchmark for the Evaluation of RGB-D SLAM Systems", IROS
 * 2012).
 *
 * @param alignment applied to the estimates
 * @param errors of each pair, in its order
 */
public record AbsoluteTrajectoryError(Similarity alignment, List<PoseError> errors) {

  /**
   * @throws IllegalArgumentException as {@link Alignment#align}
   */
  public static AbsoluteTrajectoryError of(List<PosePair> pairs, Alignment alignment) {
    Similarity transform = alignment.align(pairs);
    return new AbsoluteTrajectoryError(
        transform,
        pairs.stream()
            .map(pair -> PoseError.between(pair.truth(), transform.apply(pair.estimate())))
            .toList());
  }

  /** The usual figure, in metres; NaN without pairs. */
  public double rootMeanSquare() {
    return Math.sqrt(
        errors.stream().mapToDouble(e -> e.metres() * e.metres()).average().orElse(Double.NaN));
  }

  public double mean() {
    return errors.stream().mapToDouble(PoseError::metres).average().orElse(Double.NaN);
  }

  public Percentiles metres() {
    return new Percentiles(errors.stream().mapToDouble(PoseError::metres).toArray());
  }
}
