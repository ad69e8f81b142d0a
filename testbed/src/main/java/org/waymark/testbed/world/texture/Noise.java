package org.waymark.testbed.world.texture;

/** Value noise that repeats after a whole number of cells, so that textures tile without a seam. */
final class Noise {

  private Noise() {}

  /** A number in [0, 1) that depends on all three arguments and on nothing else. */
  static double at(int seed, int x, int y) {
    int h = (seed * 0x9E3779B9) ^ (x * 0x85EBCA6B) ^ (y * 0xC2B2AE35);
    h ^= h >>> 15;
    h *= 0x2C1B3C6D;
    h ^= h >>> 12;
    h *= 0x297A2D39;
    h ^= h >>> 15;
    return (h >>> 8) * 0x1p-24;
  }

  /** Smooth noise in [0, 1) with one cell per unit, repeating every {@code px} by {@code py}. */
  static double smooth(int seed, double x, double y, int px, int py) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    double fx = x - x0;
    double fy = y - y0;
    fx = fx * fx * (3 - 2 * fx);
    fy = fy * fy * (3 - 2 * fy);
    int xa = Math.floorMod(x0, px);
    int xb = Math.floorMod(x0 + 1, px);
    int ya = Math.floorMod(y0, py);
    int yb = Math.floorMod(y0 + 1, py);
    double top = at(seed, xa, ya) * (1 - fx) + at(seed, xb, ya) * fx;
    double bottom = at(seed, xa, yb) * (1 - fx) + at(seed, xb, yb) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  /** Several octaves of {@link #smooth}, about 0.5 on average. */
  static double fractal(int seed, double x, double y, int px, int py, int octaves) {
    double sum = 0;
    double weight = 0.5;
    double total = 0;
    for (int i = 0; i < octaves; i++) {
      int k = 1 << i;
      sum += weight * smooth(seed + i, x * k, y * k, px * k, py * k);
      total += weight;
      weight /= 2;
    }
    return sum / total;
  }
}
