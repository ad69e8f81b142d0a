package org.waymark.testbed.world.texture;

import java.util.SplittableRandom;

/** Things with a face of their own: doors, signs, window views, books, screens, boards. */
public final class Fittings {

  private Fittings() {}

  /** A door leaf with panels, or with a glass slit, and a handle on the right. */
  public static Texture door(double width, double height, int colour, boolean glazed, int seed) {
    return Texture.paint(
        7,
        8,
        width,
        height,
        (x, y) -> {
          if (Math.abs(x - width + 0.10) < 0.065 && Math.abs(y - height + 1.04) < 0.014) {
            return 0xc8c8cc;
          }
          if (Math.abs(x - width + 0.06) < 0.02 && Math.abs(y - height + 1.08) < 0.1) {
            return 0x9a9aa0;
          }
          if (y > height - 0.2 && glazed) {
            return 0xa4a6aa;
          }
          int wood = Floors.grain(colour, seed, x, y, 1.024);
          if (glazed) {
            double gx = Math.abs(x - width * 0.68);
            double gy = Math.abs(y - 0.75);
            return gx < 0.08 && gy < 0.45
                ? 0x50606a
                : gx < 0.1 && gy < 0.47 ? Rgb.scale(colour, 0.6) : wood;
          }
          double py = y / height * 2;
          double inX = Math.abs(x / width - 0.5);
          double inY = Math.abs(py - Math.floor(py) - 0.5);
          boolean ring = Math.max(inX - 0.33, inY - 0.38) > -0.03 && inX < 0.33 && inY < 0.38;
          return ring ? Rgb.scale(wood, 0.72) : wood;
        });
  }

  /** A plate with a room number. */
  public static Texture doorSign(String number, int colour) {
    return Texture.paint(
        6,
        5,
        0.3,
        0.15,
        (x, y) ->
            Digits.ink(number, (x - 0.05) / 0.2, (y - 0.03) / 0.09)
                ? 0xffffff
                : Math.min(Math.min(x, 0.3 - x), Math.min(y, 0.15 - y)) < 0.008
                    ? 0xe8e8e8
                    : colour);
  }

  /** A large number painted on a wall, transparent nowhere: the ground is the wall's colour. */
  public static Texture wallNumber(String number, int ink, int ground) {
    return Texture.paint(
        6,
        6,
        0.8,
        0.8,
        (x, y) -> Digits.ink(number, (x - 0.14) / 0.52, (y - 0.14) / 0.52) ? ground : ink);
  }

  /** What lies outside a window: sky, far hills or houses, trees. */
  public static Texture view(double width, double height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int noise = random.nextInt();
    boolean town = random.nextBoolean();
    double hue = 0.24 + 0.1 * random.nextDouble();
    double shift = random.nextDouble() * 40;
    return Texture.paint(
        7,
        7,
        width,
        height,
        (x, y) -> {
          double h = y / height;
          double cloud = Noise.fractal(noise, x * 1.5 + shift, y * 3, 64, 64, 4);
          int c = Rgb.mix(0x9cc4ee, 0xe9f2fa, h * 1.2);
          c = Rgb.mix(c, 0xffffff, (cloud - 0.5) * 5);
          if (town) {
            int house = (int) Math.floor((x + shift) / 0.32);
            double roof = 0.42 + 0.3 * Noise.at(noise + 1, house, 0);
            if (h > roof) {
              c =
                  Rgb.hsv(
                      0.05 + 0.06 * Noise.at(noise, house, 1),
                      0.3,
                      0.55 + 0.3 * Noise.at(noise, house, 2));
              double wx = (x + shift) / 0.08 - Math.floor((x + shift) / 0.08);
              double wy = y / 0.11 - Math.floor(y / 0.11);
              if (wx > 0.3 && wx < 0.75 && wy > 0.3 && wy < 0.8) {
                c = Rgb.scale(c, 0.55);
              }
            }
          } else if (h > 0.5 + 0.12 * Noise.smooth(noise + 2, (x + shift) * 2, 0, 128, 4)) {
            c = Rgb.hsv(0.55, 0.2, 0.72);
          }
          double tree = 0.78 - 0.28 * Noise.fractal(noise + 3, (x + shift) * 3, 1, 128, 4, 4);
          if (h > tree) {
            c =
                Rgb.hsv(
                    hue, 0.5, 0.3 + 0.3 * Noise.fractal(noise + 4, x * 20, y * 20, 256, 256, 2));
          }
          return c;
        });
  }

  /** The backs of books on one board: width, height, colour and title band differ. */
  public static Texture books(double width, double height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = (int) (width / 0.022) + 2;
    double[] left = new double[n + 1];
    int[] colour = new int[n];
    double[] top = new double[n];
    double family = random.nextDouble();
    for (int i = 0; i < n; i++) {
      left[i + 1] = left[i] + 0.018 + 0.035 * random.nextDouble();
      double hue =
          random.nextInt(3) == 0 ? random.nextDouble() : family + 0.15 * random.nextDouble();
      colour[i] = Rgb.hsv(hue, 0.3 + 0.6 * random.nextDouble(), 0.25 + 0.6 * random.nextDouble());
      top[i] = random.nextInt(12) == 0 ? height : height * 0.35 * random.nextDouble();
    }
    return Texture.paint(
        8,
        6,
        width,
        height,
        (x, y) -> {
          int i = 0;
          while (i < n - 1 && left[i + 1] < x) {
            i++;
          }
          if (y < top[i]) {
            return 0x241e19;
          }
          double in = (x - left[i]) / (left[i + 1] - left[i]);
          double tall = (y - top[i]) / (height - top[i]);
          boolean band = tall > 0.15 && tall < 0.32 && in > 0.2 && in < 0.8;
          double round = in < 0.12 || in > 0.9 ? 0.55 : 0.85 + 0.3 * (1 - Math.abs(in - 0.4) * 2);
          return band ? Rgb.mix(colour[i], 0xf0e4c0, 0.7) : Rgb.scale(colour[i], round);
        });
  }

  /** A monitor with windows of text. */
  public static Texture screen(double width, double height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int desk = Rgb.hsv(random.nextDouble(), 0.6, 0.55);
    double split = 0.3 + 0.4 * random.nextDouble();
    int noise = random.nextInt();
    boolean dark = random.nextBoolean();
    return Texture.paint(
        6,
        6,
        width,
        height,
        (x, y) -> {
          double u = x / width;
          double v = y / height;
          if (Math.min(Math.min(u, 1 - u), Math.min(v, 1 - v)) < 0.035) {
            return 0x18181a;
          }
          if (v > 0.1 && v < 0.85 && u > 0.1 && u < 0.92) {
            int row = (int) (v * 18);
            boolean ink =
                v * 18 - row > 0.45
                    && (u - (u < split ? 0.12 : split + 0.03))
                        < 0.3 * Noise.at(noise, row, u < split ? 0 : 1);
            int paper = dark ? 0x20242c : 0xf0f2f4;
            return Math.abs(u - split) < 0.012 ? desk : ink ? (dark ? 0x8fd0a0 : 0x5a6070) : paper;
          }
          return Rgb.mix(desk, 0xffffff, 0.3 * v);
        });
  }

  /** A whiteboard with diagrams in felt pen. */
  public static Texture whiteboard(double width, double height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 5 + random.nextInt(4);
    double[] cx = random.doubles(n, 0.15, width - 0.25).toArray();
    double[] cy = random.doubles(n, 0.15, height - 0.2).toArray();
    double[] size = random.doubles(n, 0.07, 0.2).toArray();
    int[] pens = {0x2255aa, 0xb02a2a, 0x1d7a3c, 0x303036};
    int[] pen = new int[n];
    int[] shape = new int[n];
    for (int i = 0; i < n; i++) {
      pen[i] = pens[random.nextInt(4)];
      shape[i] = random.nextInt(4);
    }
    return Texture.paint(
        8,
        7,
        width,
        height,
        (x, y) -> {
          if (Math.min(Math.min(x, width - x), Math.min(y, height - y)) < 0.025) {
            return 0xa8abb0;
          }
          for (int i = 0; i < n; i++) {
            double dx = Math.abs(x - cx[i]);
            double dy = Math.abs(y - cy[i]);
            double s = size[i];
            boolean on =
                switch (shape[i]) {
                  case 0 -> Math.abs(Math.hypot(dx, dy) - s * 0.7) < 0.009;
                  case 1 -> Math.abs(Math.max(dx * 0.7, dy) - s * 0.6) < 0.008;
                  case 2 ->
                      dx < s * 1.4
                          && dy < s
                          && (int) ((y - cy[i] + 1) / 0.05) % 2 == 0
                          && (y / 0.05 - Math.floor(y / 0.05)) > 0.6;
                  default ->
                      dx < s
                          && Math.abs(y - cy[i] - 0.3 * s * Math.sin(9 * (x - cx[i]) / s)) < 0.009;
                };
            if (on) {
              return pen[i];
            }
          }
          return 0xf4f5f6;
        });
  }

  /** A cork board with notes pinned to it. */
  public static Texture pinboard(double width, double height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 8 + random.nextInt(8);
    double[] x0 = random.doubles(n, 0.05, width - 0.25).toArray();
    double[] y0 = random.doubles(n, 0.05, height - 0.3).toArray();
    double[] wide = random.doubles(n, 0.1, 0.22).toArray();
    int[] colour = new int[n];
    for (int i = 0; i < n; i++) {
      colour[i] = random.nextBoolean() ? 0xf6f3ea : Rgb.hsv(random.nextDouble(), 0.45, 0.95);
    }
    int noise = random.nextInt();
    return Texture.paint(
        8,
        7,
        width,
        height,
        (x, y) -> {
          if (Math.min(Math.min(x, width - x), Math.min(y, height - y)) < 0.03) {
            return 0x8a6a44;
          }
          for (int i = n - 1; i >= 0; i--) {
            double dx = x - x0[i];
            double dy = y - y0[i];
            if (dx > 0 && dx < wide[i] && dy > 0 && dy < wide[i] * 1.35) {
              boolean line =
                  dy > 0.03
                      && dx > 0.015
                      && dx < wide[i] - 0.02
                      && (int) (dy / 0.014) % 2 == 0
                      && Noise.at(noise, i, (int) (dy / 0.014)) > 0.3;
              return Math.hypot(dx - wide[i] / 2, dy - 0.012) < 0.009
                  ? 0xc03030
                  : line ? Rgb.scale(colour[i], 0.62) : colour[i];
            }
          }
          return Rgb.scale(0xb98f5c, 0.8 + 0.4 * Noise.at(noise, (int) (x * 120), (int) (y * 120)));
        });
  }

  /** Front of furniture with doors or drawers. */
  public static Texture fronts(
      double width, double height, int columns, int rows, int colour, int seed) {
    return Texture.paint(
        7,
        7,
        width,
        height,
        (x, y) -> {
          double u = x / width * columns;
          double v = y / height * rows;
          double inX = (u - Math.floor(u)) * width / columns;
          double inY = (v - Math.floor(v)) * height / rows;
          double edge =
              Math.min(Math.min(inX, width / columns - inX), Math.min(inY, height / rows - inY));
          if (edge < 0.007) {
            return Rgb.scale(colour, 0.4);
          }
          boolean handle =
              Math.abs(inX - width / columns / 2) < 0.06 && Math.abs(inY - 0.06) < 0.011;
          return handle ? 0xd0d0d4 : Floors.grain(colour, seed, x, y, 1.024);
        });
  }

  /** Upright fins of a radiator. */
  public static Texture radiator() {
    return Texture.paint(
        6,
        5,
        0.512,
        0.6,
        (x, y) -> {
          double in = x / 0.064 - Math.floor(x / 0.064);
          return Rgb.scale(
              0xe6e4de, y < 0.04 || y > 0.56 ? 0.9 : in < 0.25 ? 0.62 : 0.85 + 0.15 * in);
        });
  }

  /** Slats of a wooden crate, with a label. */
  public static Texture crate(double side, int colour, int seed) {
    int label = Rgb.hsv(Noise.at(seed, 1, 1), 0.7, 0.8);
    return Texture.paint(
        7,
        7,
        side,
        side,
        (x, y) -> {
          double slat = y / side * 5;
          double in = slat - Math.floor(slat);
          double rim = Math.min(x, side - x) / side;
          if (Math.abs(x / side - 0.5) < 0.2 && Math.abs(y / side - 0.5) < 0.12) {
            return label;
          }
          double gap = rim < 0.1 ? 1.05 : in < 0.07 ? 0.3 : 0.9;
          return Rgb.scale(
              Floors.grain(colour, seed, rim < 0.1 ? x : y, rim < 0.1 ? y : x, 1.024), gap);
        });
  }

  /** A lit ceiling panel behind a grid. */
  public static Texture lamp() {
    return Texture.paint(
        6,
        6,
        0.6,
        0.6,
        (x, y) -> {
          double edge = Math.min(Math.min(x, 0.6 - x), Math.min(y, 0.6 - y));
          return edge < 0.025 ? 0xb8b8b8 : Math.abs(x - 0.3) < 0.008 ? 0xdcdcdc : 0xfffdf6;
        });
  }

  /** A woven rug with border and lozenges. */
  public static Texture rug(double width, double height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int ground = Rgb.hsv(random.nextDouble(), 0.6, 0.5);
    int figure = Rgb.hsv(random.nextDouble(), 0.5, 0.75);
    int border = Rgb.hsv(random.nextDouble(), 0.6, 0.35);
    int noise = random.nextInt();
    return Texture.paint(
        8,
        8,
        width,
        height,
        (x, y) -> {
          double edge = Math.min(Math.min(x, width - x), Math.min(y, height - y));
          double lozenge =
              Math.abs(x / 0.4 - Math.floor(x / 0.4) - 0.5)
                  + Math.abs(y / 0.4 - Math.floor(y / 0.4) - 0.5);
          int c =
              edge < 0.05
                  ? figure
                  : edge < 0.18
                      ? border
                      : lozenge < 0.3 ? figure : lozenge < 0.38 ? border : ground;
          return Rgb.scale(c, 0.85 + 0.3 * Noise.at(noise, (int) (x * 150), (int) (y * 150)));
        });
  }
}
