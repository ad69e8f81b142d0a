package org.waymark.trainer.picture;

import org.waymark.descriptors.image.RgbImage;

/** A Gaussian blur, rows and then columns, cut off at three standard deviations. */
final class GaussianBlur {

  /** Below this, in pixels, the kernel is a single point. */
  static final double LEAST_SIGMA = 0.2;

  private GaussianBlur() {}

  static RgbImage apply(RgbImage image, double sigma) {
    float[] kernel = kernel(sigma);
    int width = image.width();
    int height = image.height();
    byte[] rows = new byte[image.rgb().length];
    byte[] target = new byte[rows.length];
    for (int y = 0; y < height; y++) {
      line(image.rgb(), rows, 3 * y * width, 3, width, kernel);
    }
    for (int x = 0; x < width; x++) {
      line(rows, target, 3 * x, 3 * width, height, kernel);
    }
    return new RgbImage(width, height, target);
  }

  private static float[] kernel(double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** One row or column of {@code length} pixels, {@code stride} bytes apart; edges repeat. */
  private static void line(
      byte[] source, byte[] target, int start, int stride, int length, float[] kernel) {
    int radius = kernel.length / 2;
    for (int i = 0; i < length; i++) {
      float r = 0;
      float g = 0;
      float b = 0;
      for (int k = -radius; k <= radius; k++) {
        int at = start + stride * Math.clamp(i + k, 0, length - 1);
        float weight = kernel[k + radius];
        r += weight * (source[at] & 0xFF);
        g += weight * (source[at + 1] & 0xFF);
        b += weight * (source[at + 2] & 0xFF);
      }
      int at = start + stride * i;
      target[at] = (byte) Math.round(r);
      target[at + 1] = (byte) Math.round(g);
      target[at + 2] = (byte) Math.round(b);
    }
  }
}
