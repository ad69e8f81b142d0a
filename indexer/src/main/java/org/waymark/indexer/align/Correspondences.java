package org.waymark.indexer.align;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.trajectory.PosePair;
import org.waymark.indexer.DescribedPlace;
import org.waymark.indexer.PlaceMap;

/**
 * Pairs of places of two maps that look alike: for each place of the one the nearest of the other.
 * Looking alike is not being at one spot, so that the pairs are noisy, and many may be wrong.
 */
final class Correspondences {

  /** Places that are looked up; more add little to a fit. */
  private static final int MOST = 2000;

  private Correspondences() {}

  /**
   * @param seed of the choice of places where the first map has many
   * @return poses in the frame of {@code from}, with their counterparts in that of {@code to}
   */
  static List<PosePair> between(PlaceMap from, PlaceMap to, long seed, ProgressReporter reporter) {
    List<PosePair> pairs = new ArrayList<>();
    List<DescribedPlace> sample = sample(from, seed);
    try (Progress progress = reporter.start("matching places", sample.size())) {
      for (DescribedPlace described : sample) {
        pairs.add(
            new PosePair(
                described.place().index(),
                described.place().pose(),
                to.search(described.descriptor(), 1).getFirst().place().pose()));
        progress.advance(1);
      }
    }
    return pairs;
  }

  /** In the map's order, so that the same seed gives the same fit. */
  private static List<DescribedPlace> sample(PlaceMap map, long seed) {
    int places = Math.toIntExact(map.manifest().places());
    Set<Integer> chosen = new HashSet<>();
    Random random = new Random(seed);
    if (places <= MOST) {
      IntStream.range(0, places).forEach(chosen::add);
    } else {
      random.ints(0, places).distinct().limit(MOST).forEach(chosen::add);
    }
    List<DescribedPlace> sample = new ArrayList<>();
    map.forEach(
        described -> {
          if (chosen.contains(described.place().index())) {
            sample.add(described);
          }
        });
    sample.sort(Comparator.comparingInt(described -> described.place().index()));
    return sample;
  }
}
