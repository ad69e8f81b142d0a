package org.waymark.bridge.frame;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Covariances as robots publish them: often zero, sometimes -1 for "unknown", sometimes NaN. */
public final class Covariances {

  private static final int SIZE = 6;
  private static final List<Double> UNKNOWN = Collections.nCopies(SIZE * SIZE, 0.0);

  private Covariances() {}

  /** The 36 numbers, or 36 zeros, the contract's "unknown", when they are no covariance. */
  public static List<Double> orUnknown(double[] covariance) {
    if (covariance.length != SIZE * SIZE) {
      return UNKNOWN;
    }
    for (int i = 0; i < covariance.length; i++) {
      boolean variance = i % (SIZE + 1) == 0;
      if (!Double.isFinite(covariance[i]) || (variance && covariance[i] < 0)) {
        return UNKNOWN;
      }
    }
    return Arrays.stream(covariance).boxed().toList();
  }
}
