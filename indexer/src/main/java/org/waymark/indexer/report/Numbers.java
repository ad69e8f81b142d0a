package org.waymark.indexer.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

  private Numbers() {}

  /** A dash where there is none. */
  static String fixed(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "–";
  }

  static String percent(double share) {
    return Double.isFinite(share) ? fixed(100 * share, 1) + " %" : "–";
  }

  static String metres(double value) {
    return Double.isFinite(value) ? fixed(value, value < 10 ? 2 : 1) + " m" : "–";
  }

  static String degrees(double value) {
    return Double.isFinite(value) ? fixed(value, 1) + "°" : "–";
  }

  /** As few decimals as tell multiples of {@code step} apart. */
  static String tick(double value, double step) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    // No minus before a zero.
    return fixed(Math.abs(value) < step / 2 ? 0 : value, decimals);
  }

  /** Two digits that count, without zeros behind them. */
  static String brief(double value) {
    return new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros().toPlainString();
  }

  /** The largest of 1, 2 and 5 times a power of ten that is not above a positive value. */
  static double round125(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    double digit = value / power;
    return (digit >= 5 - 1e-9 ? 5 : digit >= 2 - 1e-9 ? 2 : 1) * power;
  }
}
