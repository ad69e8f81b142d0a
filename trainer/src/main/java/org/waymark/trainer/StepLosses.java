package org.waymark.trainer;

/** The losses of one step's pairs. */
final class StepLosses {

  private int pairs;
  private int zeros;
  private double sum;

  void add(double loss) {
    pairs++;
    zeros += loss == 0 ? 1 : 0;
    sum += loss;
  }

  int pairs() {
    return pairs;
  }

  double mean() {
    return sum / pairs;
  }

  /** Share of pairs that teach nothing: dissimilar, and further apart than the margin. */
  double zeroShare() {
    return (double) zeros / pairs;
  }
}
