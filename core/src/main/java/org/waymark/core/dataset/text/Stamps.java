package org.waymark.core.dataset.text;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times in words to nanoseconds since the Unix epoch. */
public final class Stamps {

  private static final int NANOS_DIGITS = 9;

  /** Enough for any time in seconds, and too short for a number that takes long to expand. */
  private static final int MAX_CHARACTERS = 40;

  private Stamps() {}

  /** Seconds with a decimal point, exactly: a double would round them to some 200 ns. */
  public static long ofSeconds(String seconds) {
    try {
      if (seconds.length() <= MAX_CHARACTERS) {
        BigDecimal value = new BigDecimal(seconds);
        if (Math.abs((long) value.scale()) <= MAX_CHARACTERS) {
          return value
              .movePointRight(NANOS_DIGITS)
              .setScale(0, java.math.RoundingMode.HALF_EVEN)
              .longValueExact();
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below, as for a number that is too long.
    }
    throw new MalformedLineException("'%s' is no time in seconds".formatted(Line.shown(seconds)));
  }

  /** The seconds of a stamp with all nine decimals. */
  public static String toSeconds(long nanos) {
    return BigDecimal.valueOf(nanos, NANOS_DIGITS).toPlainString();
  }

  /** Since the epoch in the unit that makes it a time of our days: s, ms, us or ns. */
  public static long ofInteger(long value) {
    long nanos = value;
    // 1e11 s is the year 5138, and 1e11 ms is 1973: below it the unit is coarser by 1000.
    for (long unit = 1_000_000_000L, limit = 100_000_000_000L; unit > 1; unit /= 1000) {
      if (Math.abs(value) < limit) {
        nanos = value * unit;
        break;
      }
      limit *= 1000;
    }
    return nanos;
  }

  /** An ISO 8601 date or time, in UTC where no zone is given, or milliseconds since the epoch. */
  public static long ofDate(String text) {
    try {
      if (!text.isEmpty() && text.length() <= 18 && text.chars().allMatch(Character::isDigit)) {
        return ofInteger(Long.parseLong(text));
      }
      return nanos(instant(text.strip().replace(' ', 'T')));
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedLineException(
          "'%s' is no date: write e.g. 2017-06-29 or 2017-06-29T13:05:00Z"
              .formatted(Line.shown(text)));
    }
  }

  private static Instant instant(String text) {
    if (!text.contains("T")) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    String time = text.substring(text.indexOf('T'));
    boolean zoned = time.endsWith("Z") || time.contains("+") || time.contains("-");
    return zoned
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  /** Nanoseconds since the epoch. */
  public static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
