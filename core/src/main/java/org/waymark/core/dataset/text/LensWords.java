package org.waymark.core.dataset.text;

import org.waymark.core.geometry.Intrinsics;

/** A camera as numbers of a file. */
public final class LensWords {

  private LensWords() {}

  /**
   * {@code width height fx fy cx cy}, in pixels.
   *
   * @throws MalformedLineException when there is no such camera
   */
  public static Intrinsics sizeThenFocal(double[] n) {
    try {
      return new Intrinsics((int) n[0], (int) n[1], n[2], n[3], n[4], n[5]);
    } catch (IllegalArgumentException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()));
    }
  }
}
