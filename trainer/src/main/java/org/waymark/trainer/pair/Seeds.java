package org.waymark.trainer.pair;

import java.util.Random;

/**
 * Random numbers that depend on a seed and a place in the training alone, so that neither the
 * number of threads nor an interruption changes them. {@link Random}'s algorithms are part of
 * Java's specification.
 */
public final class Seeds {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * A generator of its own for a place in the training.
   *
   * @param path e.g. what is drawn, pass, index
   */
  public static Random random(long seed, long... path) {
    long hash = mixed(seed);
    for (long step : path) {
      hash = mixed(hash + GOLDEN + step);
    }
    return new Random(hash);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mixed(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
