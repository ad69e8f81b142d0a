package org.waymark.testbed.world.scene;

/**
 * The hour of the day: how bright the lamps and the sky are, and their colours.
 *
 * @param lamp radiance of ceiling lamps; red, green and blue about 1
 * @param sky radiance of windows
 * @param seed of which furniture has been moved; 0 for none
 */
public record Lighting(Tint lamp, Tint sky, long seed) {

  /** Linear red, green and blue. */
  public record Tint(double red, double green, double blue) {

    Tint scaled(double k) {
      return new Tint(red * k, green * k, blue * k);
    }
  }

  /** Bright sky, neutral lamps: how the building is mapped. */
  public static Lighting noon() {
    return new Lighting(new Tint(1.0, 0.96, 0.88), new Tint(0.95, 1.0, 1.08), 0);
  }

  /** Warm lamps, a weak and reddish sky, and furniture where people left it. */
  public static Lighting evening(long seed) {
    return new Lighting(new Tint(1.08, 0.96, 0.78), new Tint(0.62, 0.52, 0.46), seed | 1);
  }
}
