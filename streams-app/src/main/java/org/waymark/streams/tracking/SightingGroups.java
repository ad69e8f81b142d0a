package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.joml.Vector3d;

/**
 * Sightings by what they show: those about one position, seen in about one direction. What makes a
 * distance larger or smaller by chance (light, noise, who stands there) is much the same for the
 * places of a group, and another for every group.
 */
final class SightingGroups {

  /** The position that a confidence is about: what lies nearer together is no other answer. */
  private static final double METRES = 1;

  private static final double RADIANS = 1;

  private SightingGroups() {}

  /**
   * The number of each sighting's group, from 0, that of the nearest descriptor. A group is what
   * lies about the nearest descriptor that is in none of the groups before.
   */
  static int[] of(List<Sighting> sightings) {
    int[] groups = new int[sightings.size()];
    Arrays.fill(groups, -1);
    int count = 0;
    for (int leader = 0; leader < groups.length; leader++) {
      if (groups[leader] >= 0) {
        continue;
      }
      for (int i = leader; i < groups.length; i++) {
        if (groups[i] < 0 && alike(sightings.get(leader), sightings.get(i))) {
          groups[i] = count;
        }
      }
      count++;
    }
    return groups;
  }

  private static boolean alike(Sighting a, Sighting b) {
    return a.pose().distanceTo(b.pose()) <= METRES && a.pose().angleTo(b.pose()) <= RADIANS;
  }

  /**
   * Mean positions of the groups that matter.
   *
   * @param least share of the heaviest group's weight that a group needs
   */
  static List<Group> centres(List<Sighting> sightings, double[] weights, double least) {
    int[] groups = of(sightings);
    int count = Arrays.stream(groups).max().orElse(-1) + 1;
    Vector3d[] sums = new Vector3d[count];
    double[] totals = new double[count];
    for (int i = 0; i < groups.length; i++) {
      int group = groups[i];
      sums[group] = sums[group] == null ? new Vector3d() : sums[group];
      sums[group].fma(weights[i], sightings.get(i).pose().position());
      totals[group] += weights[i];
    }
    double enough = least * Arrays.stream(totals).max().orElse(0);
    List<Group> centres = new ArrayList<>();
    for (int group = 0; group < count; group++) {
      if (totals[group] > 0 && totals[group] >= enough) {
        centres.add(new Group(sums[group].div(totals[group]), totals[group]));
      }
    }
    return centres;
  }

  /**
   * @param centre weighted mean position in the map
   * @param weight of all its sightings
   */
  record Group(Vector3d centre, double weight) {}
}
