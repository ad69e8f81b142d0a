package org.waymark.indexer.report;

import java.util.stream.DoubleStream;

/**
 * One axis of a chart.
 *
 * @param label with the unit
 * @param min at the origin
 * @param max at the far end, above min
 * @param step between ticks
 */
record Axis(String label, double min, double max, double step) {

  private static final int TICKS = 5;

  /** Shares from 0 to 1. */
  static Axis share(String label) {
    return new Axis(label, 0, 1, 0.2);
  }

  /** From zero to a value or a little beyond, with round ticks. */
  static Axis upTo(String label, double value) {
    double top = value > 0 && Double.isFinite(value) ? value : 1;
    double step = Numbers.round125(top / TICKS * 1.0001);
    if (step * (TICKS + 2) < top) {
      step *= 2;
    }
    return new Axis(label, 0, Math.ceil(top / step - 1e-9) * step, step);
  }

  /** Exactly from one value to another, with round ticks in between. */
  static Axis between(String label, double min, double max) {
    return new Axis(label, min, max, Numbers.round125((max - min) / TICKS));
  }

  double[] ticks() {
    double first = Math.ceil(min / step - 1e-9) * step;
    return DoubleStream.iterate(first, t -> t <= max + step * 1e-9, t -> t + step).toArray();
  }

  String text(double tick) {
    return Numbers.tick(tick, step);
  }

  /** Where a value lies, 0 at min and 1 at max. */
  double fraction(double value) {
    return (value - min) / (max - min);
  }
}
