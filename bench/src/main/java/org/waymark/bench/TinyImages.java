package org.waymark.bench;

import org.waymark.descriptors.image.PillowResize;
import org.waymark.descriptors.image.RgbImage;

/**
 * The simplest descriptor there is, as a yardstick: the picture as 16 x 16 grey levels, less their
 * mean, L2-normalized. (Torralba, Fergus and Freeman, "80 million tiny images", 2008.)
 */
final class TinyImages {

  private static final int SIDE = 16;

  private TinyImages() {}

  /**
   * @return 256 numbers, row-major
   */
  static float[] describe(RgbImage picture) {
    byte[] rgb = PillowResize.bilinear(picture, SIDE, SIDE).rgb();
    float[] grey = new float[SIDE * SIDE];
    double sum = 0;
    for (int i = 0; i < grey.length; i++) {
      grey[i] = luma(rgb[3 * i] & 0xff, rgb[3 * i + 1] & 0xff, rgb[3 * i + 2] & 0xff);
      sum += grey[i];
    }
    double mean = sum / grey.length;
    double squares = 0;
    for (int i = 0; i < grey.length; i++) {
      grey[i] -= (float) mean;
      squares += grey[i] * grey[i];
    }
    float length = (float) Math.max(Math.sqrt(squares), 1e-6);
    for (int i = 0; i < grey.length; i++) {
      grey[i] /= length;
    }
    return grey;
  }

  /** ITU-R 601, as in JPEG. */
  private static float luma(int red, int green, int blue) {
    return 0.299f * red + 0.587f * green + 0.114f * blue;
  }
}
