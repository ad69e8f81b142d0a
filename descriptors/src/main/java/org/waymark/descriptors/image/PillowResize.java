package org.waymark.descriptors.image;

import java.util.Arrays;

/**
 * Pillow's {@code Image.resize(size, Image.BILINEAR)} for 8-bit pictures, bit for bit: networks
 * trained behind Pillow or torchvision see what they saw in training.
 *
 * <p>Each output pixel is a weighted mean under a triangle as wide as the reduction (so that a
 * smaller picture is antialiased), first along rows, then along columns, with weights in 22-bit
 * fixed point and 8-bit values in between. Pure Java, safe for use by many threads.
 */
public final class PillowResize {

  private static final int PRECISION_BITS = 22;
  private static final int HALF = 1 << (PRECISION_BITS - 1);

  private PillowResize() {}

  /** Which inputs make one output, and how much of each. */
  private record Window(int first, int[] weights) {}

  /**
   * Resizes to {@code width} x {@code height} without regard to the picture's proportions.
   *
   * @return {@code source} itself when it has that size
   */
  public static RgbImage bilinear(RgbImage source, int width, int height) {
    if (width == source.width() && height == source.height()) {
      return source;
    }
    byte[] pixels = source.rgb();
    int first = 0;
    int rows = source.height();
    Window[] vertical = windows(source.height(), height);
    if (width != source.width()) {
      if (height != source.height()) {
        first = vertical[0].first();
        Window last = vertical[height - 1];
        rows = last.first() + last.weights().length - first;
      }
      pixels = resizeRows(source, first, rows, windows(source.width(), width));
    }
    if (height != source.height()) {
      pixels = resizeColumns(pixels, first, width * 3, vertical);
    }
    return new RgbImage(width, height, pixels);
  }

  private static Window[] windows(int in, int out) {
    double scale = (double) in / out;
    double support = Math.max(scale, 1.0);
    Window[] windows = new Window[out];
    for (int o = 0; o < out; o++) {
      double centre = (o + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(in, (int) (centre + support + 0.5));
      double[] weights = new double[end - first];
      double sum = 0;
      double step = 1.0 / support;
      for (int i = 0; i < weights.length; i++) {
        double distance = Math.abs((i + first - centre + 0.5) * step);
        weights[i] = distance < 1.0 ? 1.0 - distance : 0.0;
        sum += weights[i];
      }
      int[] fixed = new int[weights.length];
      for (int i = 0; i < weights.length; i++) {
        double weight = sum != 0 ? weights[i] / sum : weights[i];
        fixed[i] = (int) (0.5 + weight * (1 << PRECISION_BITS));
      }
      windows[o] = new Window(first, fixed);
    }
    return windows;
  }

  /** Rows {@code first} to {@code first + rows}, each resized. */
  private static byte[] resizeRows(RgbImage source, int first, int rows, Window[] windows) {
    byte[] in = source.rgb();
    byte[] out = new byte[rows * windows.length * 3];
    int target = 0;
    for (int y = 0; y < rows; y++) {
      int row = (first + y) * source.width() * 3;
      for (Window window : windows) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int pixel = row + window.first() * 3;
        for (int weight : window.weights()) {
          red += (in[pixel] & 0xFF) * weight;
          green += (in[pixel + 1] & 0xFF) * weight;
          blue += (in[pixel + 2] & 0xFF) * weight;
          pixel += 3;
        }
        out[target] = clip(red);
        out[target + 1] = clip(green);
        out[target + 2] = clip(blue);
        target += 3;
      }
    }
    return out;
  }

  /**
   * Each column resized.
   *
   * @param first the row of the whole picture that {@code in} begins with
   */
  private static byte[] resizeColumns(byte[] in, int first, int rowBytes, Window[] windows) {
    byte[] out = new byte[windows.length * rowBytes];
    int[] sums = new int[rowBytes];
    for (int y = 0; y < windows.length; y++) {
      Arrays.fill(sums, HALF);
      int row = (windows[y].first() - first) * rowBytes;
      for (int weight : windows[y].weights()) {
        for (int x = 0; x < rowBytes; x++) {
          sums[x] += (in[row + x] & 0xFF) * weight;
        }
        row += rowBytes;
      }
      int target = y * rowBytes;
      for (int x = 0; x < rowBytes; x++) {
        out[target + x] = clip(sums[x]);
      }
    }
    return out;
  }

  private static byte clip(int sum) {
    return (byte) Math.clamp(sum >> PRECISION_BITS, 0, 255);
  }
}
