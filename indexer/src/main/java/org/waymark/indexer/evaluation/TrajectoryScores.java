package org.waymark.indexer.evaluation;

import java.util.List;
import org.waymark.core.metric.PoseError;
import org.waymark.core.metric.PoseErrors;
import org.waymark.core.trajectory.AbsoluteTrajectoryError;
import org.waymark.core.trajectory.Alignment;
import org.waymark.core.trajectory.PosePair;
import org.waymark.core.trajectory.RelativePoseError;

/**
 * How far an estimated trajectory is from the true one.
 *
 * @param pairs by time
 * @param alignment that was allowed for the absolute error
 */
public record TrajectoryScores(
    List<PosePair> pairs,
    Alignment alignment,
    AbsoluteTrajectoryError absolute,
    RelativePoseError relative) {

  /**
   * @param delta frames between the ends of a motion, at least 1
   * @throws IllegalArgumentException when there are no pairs, or a scale cannot be told
   */
  public static TrajectoryScores of(List<PosePair> pairs, Alignment alignment, int delta) {
    return new TrajectoryScores(
        pairs,
        alignment,
        AbsoluteTrajectoryError.of(pairs, alignment),
        RelativePoseError.of(pairs, delta));
  }

  /**
   * The errors of the poses as they were given: only the absolute error is measured after the
   * alignment.
   *
   * @param frames how many there were, with a pose or without
   */
  public PoseErrors poseErrors(int frames) {
    return new PoseErrors(
        pairs.stream().map(pair -> PoseError.between(pair.truth(), pair.estimate())).toList(),
        frames);
  }
}
