package org.waymark.testbed.world.texture;

/** Says which colour a picture has at a place. */
@FunctionalInterface
public interface Painter {

  /**
   * The colour, {@code 0xRRGGBB}.
   *
   * @param x metres from the left edge
   * @param y metres from the upper edge
   */
  int colourAt(double x, double y);
}
