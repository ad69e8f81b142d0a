package org.waymark.trainer.picture;

import java.util.Random;
import org.waymark.descriptors.image.RgbImage;

/**
 * Changes pictures at random: first crop, turn and mirror in one resampling, then colour, then
 * blur. Safe for use by many threads.
 */
final class Augmenter {

  private final Augmentation settings;

  Augmenter(Augmentation settings) {
    this.settings = settings;
  }

  /**
   * A changed copy of the same size.
   *
   * @param random draws the same numbers in the same order whatever the settings
   * @param mirrored whether left and right change places
   */
  RgbImage apply(RgbImage image, Random random, boolean mirrored) {
    double kept = 1 - settings.crop() * random.nextDouble();
    double acrossShare = random.nextDouble();
    double downShare = random.nextDouble();
    double angle = Math.toRadians(settings.rotation() * (2 * random.nextDouble() - 1));
    double brightness = factor(random);
    double contrast = factor(random);
    double saturation = factor(random);
    double sigma = settings.blur() * random.nextDouble();
    RgbImage result = image;
    if (kept < 1 || angle != 0 || mirrored) {
      double across = (1 - kept) * (acrossShare - 0.5) * image.width();
      double down = (1 - kept) * (downShare - 0.5) * image.height();
      result = warped(result, kept, angle, across, down, mirrored);
    }
    if (settings.colour() > 0) {
      result = recoloured(result, brightness, contrast, saturation);
    }
    return sigma >= GaussianBlur.LEAST_SIGMA ? GaussianBlur.apply(result, sigma) : result;
  }

  private double factor(Random random) {
    return 1 + settings.colour() * (2 * random.nextDouble() - 1);
  }

  /** Samples bilinearly; what lies outside takes the colour of the nearest edge. */
  private static RgbImage warped(
      RgbImage image, double scale, double angle, double across, double down, boolean mirrored) {
    int width = image.width();
    int height = image.height();
    byte[] source = image.rgb();
    byte[] target = new byte[source.length];
    double cos = scale * Math.cos(angle);
    double sin = scale * Math.sin(angle);
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = mirrored ? centreX - x : x - centreX;
        double dy = y - centreY;
        double u = Math.clamp(centreX + across + cos * dx - sin * dy, 0, width - 1.0);
        double v = Math.clamp(centreY + down + sin * dx + cos * dy, 0, height - 1.0);
        int left = Math.min((int) u, width - 2);
        int top = Math.min((int) v, height - 2);
        double right = u - left;
        double low = v - top;
        int at = 3 * (top * width + left);
        for (int c = 0; c < 3; c++) {
          double above =
              (source[at + c] & 0xFF) * (1 - right) + (source[at + 3 + c] & 0xFF) * right;
          int next = at + 3 * width + c;
          double below = (source[next] & 0xFF) * (1 - right) + (source[next + 3] & 0xFF) * right;
          target[3 * (y * width + x) + c] = (byte) Math.round(above * (1 - low) + below * low);
        }
      }
    }
    return new RgbImage(width, height, target);
  }

  /** Brightness, then contrast about the mean grey, then saturation about each pixel's grey. */
  private static RgbImage recoloured(
      RgbImage image, double brightness, double contrast, double saturation) {
    byte[] source = image.rgb();
    byte[] target = new byte[source.length];
    double mean = 0;
    for (int i = 0; i < source.length; i += 3) {
      mean += grey(source[i] & 0xFF, source[i + 1] & 0xFF, source[i + 2] & 0xFF);
    }
    mean *= brightness / (source.length / 3.0);
    for (int i = 0; i < source.length; i += 3) {
      double r = mean + ((source[i] & 0xFF) * brightness - mean) * contrast;
      double g = mean + ((source[i + 1] & 0xFF) * brightness - mean) * contrast;
      double b = mean + ((source[i + 2] & 0xFF) * brightness - mean) * contrast;
      double grey = grey(r, g, b);
      target[i] = level(grey + (r - grey) * saturation);
      target[i + 1] = level(grey + (g - grey) * saturation);
      target[i + 2] = level(grey + (b - grey) * saturation);
    }
    return new RgbImage(image.width(), image.height(), target);
  }

  /** Luma of ITU-R BT.601. */
  private static double grey(double r, double g, double b) {
    return 0.299 * r + 0.587 * g + 0.114 * b;
  }

  private static byte level(double value) {
    return (byte) Math.round(Math.clamp(value, 0, 255));
  }
}
