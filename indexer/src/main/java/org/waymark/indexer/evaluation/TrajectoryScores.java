package org.waymark.indexer.evaluation;

import java.util.List;
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
}
