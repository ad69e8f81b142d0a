package org.waymark.core.dataset.kind;

import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetSpec;

/**
 * Time stamps for recordings that have none: evenly spaced at the option {@code hz}, 30 unless
 * told.
 */
final class FrameClock {

  static final String OPTION = "hz";
  private static final double DEFAULT_HZ = 30;

  private final double periodNanos;

  private FrameClock(double hz) {
    this.periodNanos = 1e9 / hz;
  }

  static FrameClock of(DatasetSpec spec) {
    String text = spec.option(OPTION).orElse(Double.toString(DEFAULT_HZ));
    try {
      double hz = Double.parseDouble(text);
      if (hz > 0 && hz <= 1e6) {
        return new FrameClock(hz);
      }
    } catch (NumberFormatException e) {
      // Said below, as for any other value that is no rate.
    }
    throw new WaymarkException(
        "hz=%s in data set '%s' is no frame rate: write e.g. hz=10".formatted(text, spec));
  }

  /** Nanoseconds from the data set's beginning to its frame number {@code index}. */
  long stampNanos(long index) {
    return Math.round(index * periodNanos);
  }
}
