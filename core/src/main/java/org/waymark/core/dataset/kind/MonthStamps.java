package org.waymark.core.dataset.kind;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.waymark.core.dataset.text.Stamps;

/**
 * The times of Tokyo Time Machine's {@code dbStruct}, whose unit the file does not name. Told by
 * their size: months since the year 0 (24162 is June 2013), {@code yyyymm}, or MATLAB's days since
 * the year 0.
 */
final class MonthStamps {

  private static final int MONTHS_A_YEAR = 12;

  /** MATLAB's day number of 1970-01-01. */
  private static final int MATLAB_EPOCH_DAY = 719_529;

  private MonthStamps() {}

  /** Nanoseconds since the Unix epoch; empty when the number is no time of our days. */
  static OptionalLong nanos(double value) {
    try {
      if (value >= 18_000 && value < 30_000) {
        long months = (long) value - 1;
        return nanos(
            YearMonth.of((int) (months / MONTHS_A_YEAR), (int) (months % MONTHS_A_YEAR) + 1)
                .atDay(1));
      }
      if (value >= 180_001 && value < 300_000) {
        return nanos(YearMonth.of((int) value / 100, (int) value % 100).atDay(1));
      }
      if (value >= 600_000 && value < 900_000) {
        return nanos(LocalDate.ofEpochDay((long) value - MATLAB_EPOCH_DAY));
      }
    } catch (DateTimeException e) {
      // 201399 looks like yyyymm and is none.
    }
    return OptionalLong.empty();
  }

  private static OptionalLong nanos(LocalDate day) {
    return OptionalLong.of(Stamps.nanos(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
  }
}
