package org.waymark.testbed.world.texture;

/** Arithmetic on colours written as {@code 0xRRGGBB}, sRGB. */
public final class Rgb {

  private Rgb() {}

  public static int of(double red, double green, double blue) {
    return (clamp(red) << 16) | (clamp(green) << 8) | clamp(blue);
  }

  /** From {@code a} (t = 0) to {@code b} (t = 1). */
  public static int mix(int a, int b, double t) {
    double k = Math.clamp(t, 0.0, 1.0);
    return of(
        red(a) + (red(b) - red(a)) * k,
        green(a) + (green(b) - green(a)) * k,
        blue(a) + (blue(b) - blue(a)) * k);
  }

  /** Brighter (factor above 1) or darker. */
  public static int scale(int colour, double factor) {
    return of(red(colour) * factor, green(colour) * factor, blue(colour) * factor);
  }

  /**
   * From hue, saturation and value.
   *
   * @param hue in turns; only the fraction counts
   */
  public static int hsv(double hue, double saturation, double value) {
    double h = (hue - Math.floor(hue)) * 6;
    return of(
        255 * channel(h, 5, saturation, value),
        255 * channel(h, 3, saturation, value),
        255 * channel(h, 1, saturation, value));
  }

  private static double channel(double h, double n, double saturation, double value) {
    double k = (n + h) % 6;
    return value - value * saturation * Math.clamp(Math.min(k, 4 - k), 0.0, 1.0);
  }

  public static int red(int colour) {
    return (colour >> 16) & 0xff;
  }

  public static int green(int colour) {
    return (colour >> 8) & 0xff;
  }

  public static int blue(int colour) {
    return colour & 0xff;
  }

  private static int clamp(double v) {
    return (int) Math.clamp(v + 0.5, 0.0, 255.0);
  }
}
