package org.waymark.indexer.align;

import java.util.List;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.PoseError;
import org.waymark.core.trajectory.Similarity;

/**
 * A transform from one frame to another, and how well pairs of poses agree with it.
 *
 * @param transform takes the first frame's coordinates to the second's
 * @param oriented whether orientations were compared
 * @param inliers indices of the pairs that agree, ascending
 * @param residuals of every pair, in its order
 * @param chance how many pairs would agree if each place had another's counterpart
 */
public record FrameFit(
    Similarity transform,
    boolean oriented,
    List<Integer> inliers,
    List<PoseError> residuals,
    double chance) {

  /** Distances of the pairs that agree. */
  public Percentiles inlierMetres() {
    return new Percentiles(inliers.stream().mapToDouble(i -> residuals.get(i).metres()).toArray());
  }

  /** Angles of the pairs that agree; of none when orientations were not compared. */
  public Percentiles inlierDegrees() {
    return new Percentiles(
        oriented
            ? inliers.stream().mapToDouble(i -> residuals.get(i).degrees()).toArray()
            : new double[0]);
  }
}
