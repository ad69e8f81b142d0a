package org.waymark.bench;

import java.util.Arrays;
import java.util.Locale;

/** One figure of every round of a benchmark. */
final class Rounds {

  private final double[] values;

  Rounds(int rounds) {
    values = new double[rounds];
  }

  void set(int round, double value) {
    values[round] = value;
  }

  double get(int round) {
    return values[round];
  }

  /** Pictures per second of work on {@code count} of them. */
  static double perSecond(int count, Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return count / ((System.nanoTime() - begin) / 1e9);
  }

  /** Prints median and range. */
  void print(String what) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-42s median %.2f, from %.2f to %.2f%n",
        what,
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
