package org.waymark.core.dataset.text;

import java.util.Arrays;
import java.util.OptionalInt;

/** Rising times, in which the nearest to another time is found. */
public final class TimeAxis {

  private static final int FIRST_LENGTH = 1024;

  private long[] stamps = new long[FIRST_LENGTH];
  private int size;

  /**
   * Appends a time.
   *
   * @throws MalformedLineException when it is not after the one before
   */
  public void add(long stampNanos) {
    if (size > 0 && stampNanos <= stamps[size - 1]) {
      throw new MalformedLineException(
          "the time %s is not after the one before, %s"
              .formatted(Stamps.toSeconds(stampNanos), Stamps.toSeconds(stamps[size - 1])));
    }
    if (size == stamps.length) {
      stamps = Arrays.copyOf(stamps, Math.multiplyExact(size, 2));
    }
    stamps[size++] = stampNanos;
  }

  public int size() {
    return size;
  }

  public long get(int i) {
    return stamps[i];
  }

  /**
   * Which time is nearest.
   *
   * @param toleranceNanos how far away it may be; empty when none is that near
   */
  public OptionalInt nearest(long stampNanos, long toleranceNanos) {
    int at = Arrays.binarySearch(stamps, 0, size, stampNanos);
    if (at >= 0) {
      return OptionalInt.of(at);
    }
    int after = -at - 1;
    long toAfter = after < size ? stamps[after] - stampNanos : Long.MAX_VALUE;
    long toBefore = after > 0 ? stampNanos - stamps[after - 1] : Long.MAX_VALUE;
    if (Math.min(toAfter, toBefore) > toleranceNanos) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(toAfter < toBefore ? after : after - 1);
  }
}
