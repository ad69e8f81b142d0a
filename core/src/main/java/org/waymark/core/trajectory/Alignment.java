package org.waymark.core.trajectory;

import java.util.List;

/** What of the difference between two trajectories is a matter of the frame they are given in. */
public enum Alignment {

  /** Nothing: both are in the map frame. What a localizer in a known map is measured by. */
  NONE,

  /** Where the frame lies. */
  SE3,

  /** Where the frame lies and how long its metre is: odometry from one camera. */
  SIM3;

  /**
   * The transform to apply to the estimates.
   *
   * @throws IllegalArgumentException when there are no pairs, or a scale cannot be told
   */
  public Similarity align(List<PosePair> pairs) {
    return switch (this) {
      case NONE -> Similarity.IDENTITY;
      case SE3 -> Similarity.aligning(pairs, false);
      case SIM3 -> Similarity.aligning(pairs, true);
    };
  }
}
