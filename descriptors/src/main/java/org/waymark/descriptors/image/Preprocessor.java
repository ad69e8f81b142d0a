package org.waymark.descriptors.image;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * From pixels to what a network takes: resized, scaled to [0, 1], normalised with a mean and
 * standard deviation for each channel. Safe for use by many threads.
 */
public final class Preprocessor {

  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  private final int height;
  private final int width;
  private final ResizeRule resize;
  private final float[][] normalised = new float[CHANNELS][LEVELS];

  /** With {@link ResizeRule.Exact}. */
  public Preprocessor(int height, int width, List<Double> mean, List<Double> std) {
    this(height, width, mean, std, new ResizeRule.Exact());
  }

  /**
   * A preprocessor for one network.
   *
   * @param mean of red, green, blue in [0, 1]
   * @param std of red, green, blue in [0, 1]
   */
  public Preprocessor(
      int height, int width, List<Double> mean, List<Double> std, ResizeRule resize) {
    this.height = height;
    this.width = width;
    this.resize = resize;
    for (int c = 0; c < CHANNELS; c++) {
      float channelMean = mean.get(c).floatValue();
      float channelStd = std.get(c).floatValue();
      for (int level = 0; level < LEVELS; level++) {
        normalised[c][level] = (level / 255f - channelMean) / channelStd;
      }
    }
  }

  /** Brought to the network's input size by the rule. */
  public RgbImage resize(RgbImage image) {
    return resize.apply(image, width, height);
  }

  /** Floats in one input: 3 * height * width. */
  public int size() {
    return CHANNELS * height * width;
  }

  /**
   * Writes a resized picture as {@code [height][width][3]}, the order that the folded network
   * takes.
   */
  public void writeChannelsLast(RgbImage resized, FloatBuffer target) {
    byte[] rgb = checked(resized).rgb();
    float[] values = new float[rgb.length];
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      values[i] = normalised[0][rgb[i] & 0xFF];
      values[i + 1] = normalised[1][rgb[i + 1] & 0xFF];
      values[i + 2] = normalised[2][rgb[i + 2] & 0xFF];
    }
    target.put(values);
  }

  /** A resized picture as {@code [3][height][width]}, the order that training takes. */
  public float[] channelsFirst(RgbImage resized) {
    byte[] rgb = checked(resized).rgb();
    int plane = height * width;
    float[] values = new float[rgb.length];
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        values[c * plane + i] = normalised[c][rgb[i * CHANNELS + c] & 0xFF];
      }
    }
    return values;
  }

  private RgbImage checked(RgbImage resized) {
    if (resized.width() != width || resized.height() != height) {
      throw new IllegalArgumentException(
          "picture of %dx%d where the network takes %dx%d"
              .formatted(resized.width(), resized.height(), width, height));
    }
    return resized;
  }
}
