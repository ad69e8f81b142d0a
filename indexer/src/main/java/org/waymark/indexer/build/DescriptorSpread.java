package org.waymark.indexer.build;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.util.VectorUtil;

/**
 * How far apart a model puts pictures that have nothing to do with each other: the upper quartile
 * of the Euclidean distances between frames drawn at random. It makes distances of different models
 * comparable: an untrained network spreads over a sixth of what a trained one does. A quartile, not
 * the median, so that a recording that was parked most of the time does not shrink it.
 */
public final class DescriptorSpread {

  private static final int PAIRS = 1000;

  private DescriptorSpread() {}

  /**
   * Measures it on pairs drawn with a seed.
   *
   * @return 0 to 2; 0 only where nearly all frames are copies
   */
  public static double of(Rows rows, long seed) throws IOException {
    if (rows.size() < 2) {
      return 0;
    }
    Random random = new Random(seed);
    double[] distances = new double[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      int first = random.nextInt(rows.size());
      int second = random.nextInt(rows.size() - 1);
      distances[i] =
          Math.sqrt(
              VectorUtil.squareDistance(
                  rows.row(first), rows.row(second < first ? second : second + 1)));
    }
    Arrays.sort(distances);
    return distances[PAIRS * 3 / 4];
  }
}
