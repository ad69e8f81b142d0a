package org.waymark.descriptors.image;

import org.waymark.core.image.ImageData;

/**
 * ROS's {@code bayer_*8} and {@code bayer_*16}: one colour for each pixel, in tiles of 2 x 2 whose
 * name gives the colours row by row. The others are interpolated: each missing colour of a pixel is
 * the mean of the samples of that colour among its eight neighbours, rounded half up. Beyond an
 * edge stands the mirror image, the edge itself not repeated, so that the pattern goes on.
 *
 * <p>A mean of two neighbours lies beside or above and below the pixel, one of four at its sides or
 * its corners; so this is what the literature calls bilinear demosaicing.
 */
final class BayerPixels {

  private static final int TILE = 2;

  private final byte[] mosaic;
  private final int width;
  private final int height;

  private BayerPixels(byte[] mosaic, int width, int height) {
    this.mosaic = mosaic;
    this.width = width;
    this.height = height;
  }

  /**
   * @param pattern the four colours of a tile, e.g. {@code rggb}
   * @param sampleBytes 1, or 2 for little-endian samples that keep their high byte
   */
  static RgbImage decode(ImageData image, String pattern, int sampleBytes, ImageLimits limits)
      throws ImageRejectedException {
    RawPixels.check(image, sampleBytes, limits);
    if (image.width() < TILE || image.height() < TILE) {
      throw new ImageRejectedException(
          "%s picture of %d x %d pixels is smaller than its pattern"
              .formatted(image.encoding(), image.width(), image.height()));
    }
    byte[] mosaic = new byte[image.width() * image.height()];
    int target = 0;
    for (int y = 0; y < image.height(); y++) {
      int source = y * image.step() + sampleBytes - 1;
      for (int x = 0; x < image.width(); x++, source += sampleBytes) {
        mosaic[target++] = image.bytes()[source];
      }
    }
    return new BayerPixels(mosaic, image.width(), image.height()).interpolate(pattern);
  }

  private RgbImage interpolate(String pattern) {
    int red = pattern.indexOf('r');
    int redRow = red / TILE;
    int redColumn = red % TILE;
    byte[] rgb = new byte[3 * width * height];
    int target = 0;
    for (int y = 0; y < height; y++) {
      int here = y * width;
      int above = (y == 0 ? 1 : y - 1) * width;
      int below = (y == height - 1 ? y - 1 : y + 1) * width;
      boolean inRedRow = y % TILE == redRow;
      for (int x = 0; x < width; x++, target += 3) {
        int left = x == 0 ? 1 : x - 1;
        int right = x == width - 1 ? x - 1 : x + 1;
        boolean inRedColumn = x % TILE == redColumn;
        int own = level(here + x);
        if (inRedRow == inRedColumn) {
          int sides = mean4(here + left, here + right, above + x, below + x);
          int corners = mean4(above + left, above + right, below + left, below + right);
          put(rgb, target, inRedRow ? own : corners, sides, inRedRow ? corners : own);
        } else {
          int beside = mean2(here + left, here + right);
          int column = mean2(above + x, below + x);
          put(rgb, target, inRedRow ? beside : column, own, inRedRow ? column : beside);
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static void put(byte[] rgb, int target, int red, int green, int blue) {
    rgb[target] = (byte) red;
    rgb[target + 1] = (byte) green;
    rgb[target + 2] = (byte) blue;
  }

  private int level(int index) {
    return mosaic[index] & 0xFF;
  }

  private int mean2(int a, int b) {
    return (level(a) + level(b) + 1) >> 1;
  }

  private int mean4(int a, int b, int c, int d) {
    return (level(a) + level(b) + level(c) + level(d) + 2) >> 2;
  }
}
