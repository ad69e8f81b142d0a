package org.waymark.core.trajectory;

import java.util.Comparator;
import java.util.List;

/**
 * Poses over time.
 *
 * @param poses ordered by their stamps; of equal stamps the first given stays
 */
public record Trajectory(List<StampedPose> poses) {

  public Trajectory {
    List<StampedPose> sorted =
        poses.stream().sorted(Comparator.comparingLong(StampedPose::stampNanos)).toList();
    poses =
        java.util.stream.IntStream.range(0, sorted.size())
            .filter(i -> i == 0 || sorted.get(i).stampNanos() != sorted.get(i - 1).stampNanos())
            .mapToObj(sorted::get)
            .toList();
  }
}
