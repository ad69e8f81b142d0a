package org.waymark.testbed.world.render;

import java.util.SplittableRandom;
import org.waymark.testbed.world.texture.Texture;

/**
 * The camera's chip: turns the light of a row of pixels into bytes, with exposure, white balance, a
 * soft shoulder, vignetting and noise. Immutable; the noise depends on nothing but the frame's
 * seed.
 */
public final class Sensor {

  /** Largest value of a channel of a pixel that comes in. */
  static final int MAX = (1 << 14) - 1;

  /** Value of a white surface that appears white. */
  private static final double WHITE = 4080;

  private static final int NOISE_BITS = 16;
  private static final byte[] NORMAL = normalNoise();

  private final byte[][] curves = new byte[3][MAX + 1];
  private final double vignette;
  private final int noise;

  /**
   * @param exposure 1 shows a white wall in full light as white
   * @param red gain of the white balance; green's is 1
   * @param vignette loss of light in the corners, 0 to 1
   * @param noise standard deviation in grey levels of 255
   */
  public Sensor(double exposure, double red, double blue, double vignette, double noise) {
    double[] gains = {exposure * red, exposure, exposure * blue};
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i <= MAX; i++) {
        double v = i / WHITE * gains[c];
        curves[c][i] = (byte) (int) (255 * shoulder(v) + 0.5);
      }
    }
    this.vignette = vignette;
    this.noise = (int) Math.round(noise * 256 / 32);
  }

  /** Straight up to 0.7, then ever flatter towards 1. */
  private static double shoulder(double v) {
    double knee = 0.7;
    return v < knee ? v : knee + (1 - knee) * (1 - Math.exp(-(v - knee) / (1 - knee)));
  }

  /** Gaussian numbers with a standard deviation of 32, cut at 127. */
  private static byte[] normalNoise() {
    SplittableRandom random = new SplittableRandom(20);
    byte[] table = new byte[1 << NOISE_BITS];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) Math.clamp(Math.round(32 * random.nextGaussian()), -127, 127);
    }
    return table;
  }

  /** Weight of each pixel of a picture against vignetting; 4096 is 1. */
  short[] vignetting(int width, int height) {
    short[] weights = new short[width * height];
    double corner = 0.25 * ((double) width * width + (double) height * height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = x - (width - 1) / 2.0;
        double dy = y - (height - 1) / 2.0;
        weights[y * width + x] = (short) (4096 * (1 - vignette * (dx * dx + dy * dy) / corner));
      }
    }
    return weights;
  }

  /**
   * Develops one row.
   *
   * @param light a pixel per element in the lanes of {@link Texture}, up to {@link #MAX}
   * @param rgb three bytes per pixel from {@code offset} on
   */
  void develop(long[] light, short[] weights, int row, long seed, byte[] rgb, int offset) {
    int width = light.length;
    int mask = (1 << NOISE_BITS) - 1;
    int start = (int) (mix(seed * 31 + row) >>> 40);
    int at = offset;
    for (int x = 0; x < width; x++) {
      long pixel = light[x];
      int weight = weights[row * width + x];
      int n = start + 3 * x;
      for (int c = 0; c < 3; c++) {
        int value = (Texture.lane(pixel, c) * weight) >> 12;
        int grey = curves[c][Math.min(value, MAX)] & 0xff;
        int deviation = NORMAL[(n + c) & mask] * noise;
        int noisy = grey + ((deviation + 128) >> 8);
        rgb[at++] = (byte) Math.clamp(noisy, 0, 255);
      }
    }
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    long b = (a ^ (a >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return b ^ (b >>> 33);
  }
}
