package org.waymark.testbed.world.drive;

import java.util.SplittableRandom;

/** A smooth random function of the way, between -1 and 1. */
final class Wander {

  /** Root mean square of its values over a long way. */
  static final double RMS = Math.sqrt((0.55 * 0.55 + 0.3 * 0.3 + 0.15 * 0.15) / 2);

  private final double[] phase;
  private final double period;

  Wander(SplittableRandom random, double periodMetres) {
    phase = random.doubles(3, 0, 2 * Math.PI).toArray();
    period = periodMetres;
  }

  double at(double s) {
    double w = 2 * Math.PI * s / period;
    return 0.55 * Math.sin(w * 0.37 + phase[0])
        + 0.3 * Math.sin(w + phase[1])
        + 0.15 * Math.sin(w * 1.7 + phase[2]);
  }
}
