package org.waymark.testbed.world.texture;

/**
 * A picture with its smaller versions (mip levels), each half the size of the one before, down to a
 * single texel. Sides are powers of two, so that a mask repeats it.
 *
 * <p>A texel is a {@code long} with three lanes of {@link #LANE_BITS} bits (red lowest): one
 * multiplication by a weight of up to {@link #WEIGHT_BITS} bits scales all three channels, and
 * weighted texels add up without touching the neighbour lane.
 */
public final class Texture {

  public static final int LANE_BITS = 21;
  public static final int WEIGHT_BITS = 12;

  private final long[][] levels;
  private final int widthBits;
  private final int heightBits;
  private final double metresWide;
  private final double metresHigh;

  private Texture(
      long[][] levels, int widthBits, int heightBits, double metresWide, double metresHigh) {
    this.levels = levels;
    this.widthBits = widthBits;
    this.heightBits = heightBits;
    this.metresWide = metresWide;
    this.metresHigh = metresHigh;
  }

  /**
   * Paints a texture that shows {@code metresWide} by {@code metresHigh} metres.
   *
   * @param widthBits base-2 logarithm of the width in texels
   * @param heightBits base-2 logarithm of the height in texels
   */
  public static Texture paint(
      int widthBits, int heightBits, double metresWide, double metresHigh, Painter painter) {
    int width = 1 << widthBits;
    int height = 1 << heightBits;
    long[] base = new long[width * height];
    double stepX = metresWide / width;
    double stepY = metresHigh / height;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // Two samples per texel soften hard edges of patterns at a quarter of the cost of sixteen.
        int a = painter.colourAt((x + 0.25) * stepX, (y + 0.3) * stepY);
        int b = painter.colourAt((x + 0.75) * stepX, (y + 0.7) * stepY);
        base[y * width + x] =
            pack(
                (Rgb.red(a) + Rgb.red(b) + 1) / 2,
                (Rgb.green(a) + Rgb.green(b) + 1) / 2,
                (Rgb.blue(a) + Rgb.blue(b) + 1) / 2);
      }
    }
    long[][] levels = new long[Math.max(widthBits, heightBits) + 1][];
    levels[0] = base;
    for (int i = 1; i < levels.length; i++) {
      levels[i] = halve(levels[i - 1], sideBits(widthBits, i - 1), sideBits(heightBits, i - 1));
    }
    return new Texture(levels, widthBits, heightBits, metresWide, metresHigh);
  }

  private static long[] halve(long[] texels, int widthBits, int heightBits) {
    int width = 1 << widthBits;
    int height = 1 << heightBits;
    int halfWidth = Math.max(1, width / 2);
    int halfHeight = Math.max(1, height / 2);
    long[] half = new long[halfWidth * halfHeight];
    for (int y = 0; y < halfHeight; y++) {
      int ya = Math.min(2 * y, height - 1) * width;
      int yb = Math.min(2 * y + 1, height - 1) * width;
      for (int x = 0; x < halfWidth; x++) {
        int xa = Math.min(2 * x, width - 1);
        int xb = Math.min(2 * x + 1, width - 1);
        long sum = texels[ya + xa] + texels[ya + xb] + texels[yb + xa] + texels[yb + xb];
        half[y * halfWidth + x] =
            pack((lane(sum, 0) + 2) >> 2, (lane(sum, 1) + 2) >> 2, (lane(sum, 2) + 2) >> 2);
      }
    }
    return half;
  }

  private static int sideBits(int bits, int level) {
    return Math.max(0, bits - level);
  }

  /** Three channel values in one texel. */
  public static long pack(int red, int green, int blue) {
    return ((long) blue << (2 * LANE_BITS)) | ((long) green << LANE_BITS) | red;
  }

  /** One lane of a texel or of a sum of weighted texels: 0 red, 1 green, 2 blue. */
  public static int lane(long texel, int lane) {
    return (int) (texel >>> (lane * LANE_BITS)) & ((1 << LANE_BITS) - 1);
  }

  /** Row-major texels of each level, largest first; not copied: do not change them. */
  public long[][] levels() {
    return levels;
  }

  public int widthBits() {
    return widthBits;
  }

  public int heightBits() {
    return heightBits;
  }

  public double metresWide() {
    return metresWide;
  }

  public double metresHigh() {
    return metresHigh;
  }

  /** The average colour, {@code 0xRRGGBB}. */
  public int mean() {
    long last = levels[levels.length - 1][0];
    return (lane(last, 0) << 16) | (lane(last, 1) << 8) | lane(last, 2);
  }
}
