package org.waymark.trainer;

/** Estimates how long a training still takes, from how long its steps and validations took. */
final class RemainingTime {

  /** Weight of the newest step: the estimate follows the last hundred or so. */
  private static final double NEWEST = 0.02;

  private double step = Double.NaN;
  private double validation;

  void step(double seconds) {
    step = Double.isNaN(step) ? seconds : (1 - NEWEST) * step + NEWEST * seconds;
  }

  void validation(double seconds) {
    validation = seconds;
  }

  /**
   * Seconds until the end.
   *
   * @param steps left in this pass
   * @param passes after this one
   * @param stepsPerPass of each of them
   */
  double seconds(int steps, int passes, int stepsPerPass) {
    return (steps + (double) passes * stepsPerPass) * step + (passes + 1) * validation;
  }
}
