package org.waymark.core.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.waymark.core.geometry.Pose;

/**
 * An estimated pose and the true one of the same time.
 *
 * @param stampNanos of the estimate
 */
public record PosePair(long stampNanos, Pose estimate, Pose truth) {

  /**
   * Gives each estimate the true pose nearest in time. Of two estimates that want the same one, the
   * nearer gets it and the other none.
   *
   * @param maxDifferenceNanos up to which two stamps are the same time
   * @return by time
   */
  public static List<PosePair> match(
      Trajectory estimate, Trajectory truth, long maxDifferenceNanos) {
    List<StampedPose> real = truth.poses();
    List<PosePair> pairs = new ArrayList<>();
    int nearest = 0;
    int taken = -1;
    for (StampedPose found : estimate.poses()) {
      while (nearest + 1 < real.size()
          && gap(real.get(nearest + 1), found) <= gap(real.get(nearest), found)) {
        nearest++;
      }
      if (real.isEmpty() || gap(real.get(nearest), found) > maxDifferenceNanos) {
        continue;
      }
      PosePair pair = new PosePair(found.stampNanos(), found.pose(), real.get(nearest).pose());
      if (taken != nearest) {
        pairs.add(pair);
      } else if (gap(real.get(nearest), found)
          < Math.abs(pairs.getLast().stampNanos() - real.get(nearest).stampNanos())) {
        pairs.set(pairs.size() - 1, pair);
      }
      taken = nearest;
    }
    return List.copyOf(pairs);
  }

  private static long gap(StampedPose a, StampedPose b) {
    return Math.abs(a.stampNanos() - b.stampNanos());
  }
}
