package org.waymark.testbed.world.texture;

/** What floors are made of, and plain materials for furniture. All tile both ways. */
public final class Floors {

  private static final double TILE = 2.048;

  private Floors() {}

  /** Long boards laid side by side with staggered ends. */
  public static Texture boards(int colour, int seed) {
    double wide = TILE / 16;
    double length = TILE / 2;
    return Texture.paint(
        9,
        9,
        TILE,
        TILE,
        (x, y) -> {
          int row = (int) (y / wide);
          double shifted = x + Noise.at(seed, row, 5) * TILE;
          int board = Math.floorMod((int) Math.floor(shifted / length), 2);
          double inX = shifted / length - Math.floor(shifted / length);
          double inY = y / wide - row;
          double gap = inY < 0.03 || inX < 0.003 ? 0.55 : 1;
          double tone = 0.82 + 0.32 * Noise.at(seed + 1, board, row);
          return Rgb.scale(grain(colour, seed + row * 17 + board, y, x, TILE), gap * tone);
        });
  }

  /** Woven pile with a faint pattern of squares. */
  public static Texture carpet(int colour, int accent, int seed) {
    double square = TILE / 4;
    return Texture.paint(
        9,
        9,
        TILE,
        TILE,
        (x, y) -> {
          int checker = ((int) (x / square) + (int) (y / square)) & 1;
          double fibre = 0.78 + 0.44 * Walls.grain(seed, x, y, 9);
          double worn = Noise.fractal(seed, x / TILE * 4, y / TILE * 4, 4, 4, 3) - 0.5;
          double line =
              Math.abs(x / square - Math.rint(x / square)) < 0.035
                      || Math.abs(y / square - Math.rint(y / square)) < 0.035
                  ? 0.5
                  : 0;
          int base = Rgb.mix(colour, accent, line + 0.16 * checker);
          return Rgb.scale(base, fibre + 0.15 * worn);
        });
  }

  /** Square tiles in two colours, like a chess board. */
  public static Texture checker(int colour, int other, int seed) {
    double side = TILE / 6;
    return Texture.paint(
        9,
        9,
        TILE,
        TILE,
        (x, y) -> {
          int column = (int) (x / side);
          int row = (int) (y / side);
          double inX = x / side - column;
          double inY = y / side - row;
          if (inX < 0.02 || inY < 0.02) {
            return 0x8d8a84;
          }
          double vein = Noise.fractal(seed, x / TILE * 12, y / TILE * 12, 12, 12, 4);
          int base = ((column + row) & 1) == 0 ? colour : other;
          double tone = 0.93 + 0.1 * Noise.at(seed, column, row);
          return Rgb.scale(base, tone + 0.12 * (Math.abs(vein - 0.5) < 0.03 ? -1 : vein - 0.5));
        });
  }

  /** Poured concrete: large stains, pores, and joints. */
  public static Texture concrete(int colour, int seed) {
    return Texture.paint(
        9,
        9,
        TILE,
        TILE,
        (x, y) -> {
          double stain = Noise.fractal(seed, x / TILE * 3, y / TILE * 3, 3, 3, 6) - 0.5;
          double pore = Walls.grain(seed, x, y, 8) > 0.985 ? 0.7 : 1;
          double joint = x < 0.008 || y < 0.008 ? 0.6 : 1;
          double fine = 0.06 * (Walls.grain(seed + 1, x, y, 9) - 0.5);
          return Rgb.scale(colour, pore * joint * (1 + 0.45 * stain + fine));
        });
  }

  /** Chips of several colours in a pale ground. */
  public static Texture terrazzo(int colour, int chip, int seed) {
    double cell = TILE / 64;
    return Texture.paint(
        9,
        9,
        TILE,
        TILE,
        (x, y) -> {
          int column = (int) (x / cell);
          int row = (int) (y / cell);
          double pick = Noise.at(seed, column, row);
          double cx = 0.3 + 0.4 * Noise.at(seed + 1, column, row);
          double cy = 0.3 + 0.4 * Noise.at(seed + 2, column, row);
          double dx = x / cell - column - cx;
          double dy = y / cell - row - cy;
          boolean inside = Math.abs(dx) * (0.6 + pick) + Math.abs(dy) * (1.6 - pick) < 0.3;
          int c = inside && pick < 0.7 ? Rgb.mix(chip, 0x3a3a40, pick * 0.9) : colour;
          return Rgb.scale(c, 0.97 + 0.06 * Walls.grain(seed, x, y, 7));
        });
  }

  /** Plain wood, grain along x; for furniture. */
  public static Texture wood(int colour, int seed) {
    return Texture.paint(8, 7, 1.024, 0.512, (x, y) -> grain(colour, seed, y, x, 1.024));
  }

  /** Upholstery: a coarse weave. */
  public static Texture fabric(int colour, int seed) {
    return Texture.paint(
        7,
        7,
        0.512,
        0.512,
        (x, y) -> {
          int weave = ((int) (x / 0.008) + (int) (y / 0.008)) & 1;
          double soft = Noise.fractal(seed, x / 0.512 * 4, y / 0.512 * 4, 4, 4, 3) - 0.5;
          return Rgb.scale(colour, 0.92 + 0.1 * weave + 0.3 * soft);
        });
  }

  /** Lacquered metal or plastic: almost even. */
  public static Texture smooth(int colour, int seed) {
    return Texture.paint(
        6,
        6,
        1.024,
        1.024,
        (x, y) ->
            Rgb.scale(
                colour,
                1 + 0.08 * (Noise.fractal(seed, x / 1.024 * 4, y / 1.024 * 4, 4, 4, 3) - 0.5)));
  }

  /** Leaves: patches of light and dark green with gaps. */
  public static Texture leaves(int colour, int seed) {
    return Texture.paint(
        7,
        7,
        0.512,
        0.512,
        (x, y) -> {
          double patch = Noise.smooth(seed, x / 0.512 * 14, y / 0.512 * 14, 14, 14);
          double fine = Noise.smooth(seed + 1, x / 0.512 * 32, y / 0.512 * 32, 32, 32);
          return Rgb.scale(colour, patch < 0.35 ? 0.35 : 0.6 + 0.7 * fine);
        });
  }

  /** Wood grain: narrow across, long along. */
  static int grain(int colour, int seed, double across, double along, double tile) {
    double wave = 0.04 * Noise.smooth(seed, along / tile * 4, across / tile * 4, 4, 4);
    double a = (across + wave) / tile;
    double fine = Noise.smooth(seed + 1, a * 96, along / tile * 4, 96, 4);
    double broad = Noise.smooth(seed + 2, a * 20, along / tile * 2, 20, 2);
    return Rgb.scale(colour, 0.76 + 0.24 * fine + 0.26 * broad);
  }
}
