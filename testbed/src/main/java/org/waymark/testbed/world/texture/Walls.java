package org.waymark.testbed.world.texture;

/** What walls and ceilings are made of. All tile sideways; all but the dado tile upwards too. */
public final class Walls {

  private static final double TILE = 2.048;

  private Walls() {}

  /** Painted plaster: one colour, faint clouds, fine grain. */
  public static Texture plaster(int colour, int seed) {
    return Texture.paint(
        8,
        8,
        TILE,
        TILE,
        (x, y) -> {
          double cloud = Noise.fractal(seed, x / TILE * 6, y / TILE * 6, 6, 6, 3) - 0.5;
          return Rgb.scale(colour, 1 + 0.10 * cloud + 0.05 * (grain(seed, x, y, 6) - 0.5));
        });
  }

  /** Running bond, each brick with its own tone. */
  public static Texture brick(int colour, int mortar, int seed) {
    double wide = 0.256;
    double high = 0.085333;
    return Texture.paint(
        9,
        9,
        TILE,
        TILE,
        (x, y) -> {
          int row = (int) (y / high);
          double sx = x + (row % 2) * wide / 2;
          int column = Math.floorMod((int) Math.floor(sx / wide), 8);
          double inX = sx - Math.floor(sx / wide) * wide;
          double inY = y - row * high;
          double rough = grain(seed, x, y, 8) - 0.5;
          double edge = 0.006 + 0.003 * rough;
          if (inX < edge || inX > wide - edge || inY < edge || inY > high - edge) {
            return Rgb.scale(mortar, 1 + 0.12 * rough);
          }
          double tone = 0.78 + 0.42 * Noise.at(seed + 7, column, row);
          double clouds = Noise.fractal(seed, x / TILE * 24, y / TILE * 24, 24, 24, 3) - 0.5;
          return Rgb.scale(colour, tone + 0.18 * rough + 0.2 * clouds);
        });
  }

  /** Upright boards with grain and a dark gap between them. */
  public static Texture panelling(int colour, int seed) {
    double board = TILE / 12;
    return Texture.paint(
        9,
        8,
        TILE,
        TILE,
        (x, y) -> {
          int index = (int) (x / board);
          double in = x / board - index;
          double gap = in < 0.03 || in > 0.97 ? 0.5 : in < 0.06 ? 1.12 : 1;
          return Rgb.scale(Floors.grain(colour, seed + index * 31, x, y, TILE), gap);
        });
  }

  /** Glazed tiles; every so often one in the second colour. */
  public static Texture tiles(int colour, int accent, int seed) {
    double side = TILE / 14;
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
          if (inX < 0.035 || inX > 0.965 || inY < 0.035 || inY > 0.965) {
            return Rgb.scale(0xd8d4cc, 0.85 + 0.2 * grain(seed, x, y, 6));
          }
          double pick = Noise.at(seed, column, row);
          int base = pick > 0.86 ? accent : colour;
          double bevel = inX < 0.08 || inY < 0.08 ? 1.06 : inX > 0.92 || inY > 0.92 ? 0.92 : 1;
          return Rgb.scale(base, bevel * (0.95 + 0.1 * Noise.at(seed + 3, column, row)));
        });
  }

  /** Wallpaper with broad and narrow stripes. */
  public static Texture stripes(int colour, int stripe, int seed) {
    double period = TILE / 8;
    return Texture.paint(
        8,
        8,
        TILE,
        TILE,
        (x, y) -> {
          double in = x / period - Math.floor(x / period);
          int c =
              in < 0.42 ? stripe : in > 0.66 && in < 0.72 ? Rgb.mix(colour, stripe, 0.6) : colour;
          return Rgb.scale(c, 0.97 + 0.06 * grain(seed, x, y, 7));
        });
  }

  /** Wallpaper with a small repeated motif, staggered like a real one. */
  public static Texture motif(int colour, int figure, int seed) {
    double period = TILE / 8;
    int petals = 3 + Math.floorMod(seed, 4);
    return Texture.paint(
        9,
        9,
        TILE,
        TILE,
        (x, y) -> {
          int row = (int) (y / period);
          double px = x / period + (row % 2) * 0.5;
          double dx = px - Math.floor(px) - 0.5;
          double dy = y / period - row - 0.5;
          double radius = Math.sqrt(dx * dx + dy * dy);
          double petal = 0.2 + 0.13 * Math.cos(petals * Math.atan2(dy, dx));
          int c = radius < 0.06 ? Rgb.mix(colour, figure, 0.4) : radius < petal ? figure : colour;
          return Rgb.scale(c, 0.97 + 0.06 * grain(seed, x, y, 7));
        });
  }

  /**
   * Two colours with a rail between them at 1.05 m: the wall of corridors and classrooms.
   *
   * @param height of the wall that it covers, in metres
   */
  public static Texture dado(int upper, int lower, double height, int seed) {
    return Texture.paint(
        8,
        9,
        TILE,
        height,
        (x, y) -> {
          double up = height - y;
          double soft = Noise.fractal(seed, x / TILE * 6, y / height * 6, 6, 6, 3) - 0.5;
          double light = 1 + 0.08 * soft + 0.04 * (grain(seed, x, y, 6) - 0.5);
          if (up > 1.03 && up < 1.10) {
            return Rgb.scale(lower, up > 1.085 ? 0.85 : 0.6);
          }
          return Rgb.scale(up > 1.06 ? upper : lower, light);
        });
  }

  /** Suspended ceiling: speckled panels of 0.6 m in a grid. */
  public static Texture ceiling(int colour, int seed) {
    double size = 2.4;
    return Texture.paint(
        9,
        9,
        size,
        size,
        (x, y) -> {
          double inX = x / 0.6 - Math.floor(x / 0.6);
          double inY = y / 0.6 - Math.floor(y / 0.6);
          if (inX < 0.02 || inX > 0.98 || inY < 0.02 || inY > 0.98) {
            return Rgb.scale(colour, 0.82);
          }
          double speck = grain(seed, x, y, 8) > 0.86 ? 0.86 : 1;
          return Rgb.scale(colour, speck * (0.97 + 0.04 * grain(seed + 1, x, y, 5)));
        });
  }

  /** Noise with cells of about {@code 2 / 2^bits} metres that repeats with the texture. */
  static double grain(int seed, double x, double y, int bits) {
    int cells = 1 << bits;
    return Noise.at(
        seed + 99,
        Math.floorMod((int) (x / TILE * cells), cells),
        Math.floorMod((int) (y / TILE * cells), cells));
  }
}
