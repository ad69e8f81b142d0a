package org.waymark.testbed.world.texture;

import java.util.SplittableRandom;

/** Framed pictures; every seed gives another one. */
public final class Posters {

  private static final double MAT = 0.05;

  private Posters() {}

  /** A picture of the given size in metres with frame and mat. */
  public static Texture framed(double width, double height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int frame =
        random.nextBoolean() ? 0x2a2622 : Rgb.hsv(0.08, 0.5, 0.2 + 0.5 * random.nextDouble());
    Painter art = art(random);
    return Texture.paint(
        7,
        7,
        width,
        height,
        (x, y) -> {
          double edge = Math.min(Math.min(x, width - x), Math.min(y, height - y));
          if (edge < 0.025) {
            return edge < 0.006 ? Rgb.scale(frame, 0.7) : frame;
          }
          if (edge < 0.025 + MAT) {
            return 0xf2efe6;
          }
          double inset = 0.025 + MAT;
          return art.colourAt(
              (x - inset) / (width - 2 * inset), (y - inset) / (height - 2 * inset));
        });
  }

  private static Painter art(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> circles(random);
      case 1 -> mountains(random);
      case 2 -> blocks(random);
      case 3 -> sunburst(random);
      case 4 -> chart(random);
      default -> notice(random);
    };
  }

  private static int vivid(SplittableRandom random) {
    return Rgb.hsv(
        random.nextDouble(), 0.55 + 0.4 * random.nextDouble(), 0.6 + 0.35 * random.nextDouble());
  }

  private static Painter circles(SplittableRandom random) {
    int ground = Rgb.mix(vivid(random), 0xf4ead8, 0.6);
    int n = 4 + random.nextInt(5);
    double[] cx = random.doubles(n).toArray();
    double[] cy = random.doubles(n).toArray();
    double[] radius = random.doubles(n, 0.08, 0.38).toArray();
    int[] colour = new int[n];
    for (int i = 0; i < n; i++) {
      colour[i] = vivid(random);
    }
    return (x, y) -> {
      int c = ground;
      for (int i = 0; i < n; i++) {
        double d = Math.hypot(x - cx[i], y - cy[i]);
        if (d < radius[i]) {
          c = Rgb.mix(c, colour[i], d > radius[i] * 0.85 ? 1 : 0.75);
        }
      }
      return c;
    };
  }

  private static Painter mountains(SplittableRandom random) {
    double hue = random.nextDouble();
    int sky = Rgb.hsv(hue, 0.25, 0.95);
    int sun = Rgb.hsv(hue + 0.5, 0.6, 0.98);
    double sunX = 0.2 + 0.6 * random.nextDouble();
    int seed = random.nextInt();
    return (x, y) -> {
      int c = Math.hypot(x - sunX, y - 0.28) < 0.12 ? sun : Rgb.mix(sky, 0xffffff, y * 0.6);
      for (int layer = 0; layer < 4; layer++) {
        double ridge =
            0.35
                + 0.14 * layer
                - 0.35 * (Noise.fractal(seed + layer * 9, x * 3 + layer, 0, 64, 64, 4) - 0.4);
        if (y > ridge) {
          c = Rgb.hsv(hue + 0.08 * layer, 0.3 + 0.13 * layer, 0.8 - 0.17 * layer);
        }
      }
      return c;
    };
  }

  private static Painter blocks(SplittableRandom random) {
    int seed = random.nextInt();
    double hue = random.nextDouble();
    double[] xs = {0, 0.2 + 0.2 * random.nextDouble(), 0.55 + 0.2 * random.nextDouble(), 1.01};
    double[] ys = {0, 0.15 + 0.2 * random.nextDouble(), 0.5 + 0.3 * random.nextDouble(), 1.01};
    return (x, y) -> {
      int column = x < xs[1] ? 0 : x < xs[2] ? 1 : 2;
      int row = y < ys[1] ? 0 : y < ys[2] ? 1 : 2;
      double line = 0.02;
      if (Math.abs(x - xs[column]) < line
          || Math.abs(x - xs[column + 1]) < line
          || Math.abs(y - ys[row]) < line
          || Math.abs(y - ys[row + 1]) < line) {
        return 0x16161a;
      }
      double pick = Noise.at(seed, column, row);
      return pick < 0.3 ? 0xf1ede0 : Rgb.hsv(hue + Math.floor(pick * 10) / 3, 0.8, 0.8);
    };
  }

  private static Painter sunburst(SplittableRandom random) {
    int a = vivid(random);
    int b = Rgb.mix(vivid(random), 0xfff4d8, 0.55);
    int middle = vivid(random);
    int rays = 6 + random.nextInt(8);
    double cx = 0.3 + 0.4 * random.nextDouble();
    double cy = 0.35 + 0.5 * random.nextDouble();
    return (x, y) -> {
      if (Math.hypot(x - cx, y - cy) < 0.14) {
        return middle;
      }
      double turn = Math.atan2(y - cy, x - cx) / (2 * Math.PI) * rays;
      return turn - Math.floor(turn) < 0.5 ? a : b;
    };
  }

  private static Painter chart(SplittableRandom random) {
    int bars = 4 + random.nextInt(4);
    double[] heights = random.doubles(bars, 0.15, 0.65).toArray();
    double hue = random.nextDouble();
    int head = vivid(random);
    return (x, y) -> {
      if (y < 0.16) {
        return y > 0.05 && y < 0.11 && x > 0.1 && x < 0.7 ? 0xffffff : head;
      }
      double slot = (x - 0.08) / 0.84 * bars;
      int i = (int) Math.floor(slot);
      double in = slot - i;
      if (i >= 0 && i < bars && in > 0.15 && in < 0.85 && y > 0.92 - heights[i] && y < 0.92) {
        return Rgb.hsv(hue + 0.07 * i, 0.65, 0.8);
      }
      return Math.abs(y - 0.93) < 0.008 ? 0x303030 : 0xf7f5ef;
    };
  }

  private static Painter notice(SplittableRandom random) {
    int head = vivid(random);
    int picture = vivid(random);
    int seed = random.nextInt();
    return (x, y) -> {
      if (y < 0.22) {
        return head;
      }
      if (y < 0.55 && x > 0.1 && x < 0.9 && y > 0.27) {
        double n = Noise.fractal(seed, x * 4, y * 4, 64, 64, 3);
        return Rgb.mix(picture, 0x202838, Math.floor(n * 5) / 4);
      }
      double line = (y - 0.6) / 0.06;
      int row = (int) Math.floor(line);
      boolean ink =
          row >= 0 && line - row < 0.5 && x > 0.1 && x < 0.55 + 0.35 * Noise.at(seed, row, 0);
      return ink && Noise.at(seed, (int) (x * 40), row) > 0.15 && y < 0.95 ? 0x4a4a4e : 0xfaf8f2;
    };
  }
}
