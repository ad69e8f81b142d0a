package org.waymark.core.metric;

import java.util.Arrays;
import java.util.Collection;

/**
 * Percentiles of a sample, by linear interpolation between the nearest ranks as NumPy's default.
 */
public final class Percentiles {

  private final double[] sorted;

  public Percentiles(Collection<Double> sample) {
    this.sorted = sample.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  public Percentiles(double[] sample) {
    this.sorted = sample.clone();
    Arrays.sort(sorted);
  }

  /**
   * The value below which {@code percent} of the sample lies.
   *
   * @param percent 0 to 100
   * @return NaN for an empty sample
   */
  public double at(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException(percent + " is no percentage");
    }
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double rank = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  public double median() {
    return at(50);
  }
}
