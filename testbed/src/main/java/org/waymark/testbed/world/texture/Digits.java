package org.waymark.testbed.world.texture;

/** A number in a 3 by 5 dot font, for door signs. */
final class Digits {

  /** One digit per element; bit 14 is the upper left dot, rows of three. */
  private static final int[] DOTS = {
    0b111101101101111, 0b010110010010111, 0b111001111100111, 0b111001111001111, 0b101101111001001,
    0b111100111001111, 0b111100111101111, 0b111001001010010, 0b111101111101111, 0b111101111001111
  };

  private Digits() {}

  /**
   * Whether there is ink at a place of the number's box.
   *
   * @param x 0 (left) to 1
   * @param y 0 (top) to 1
   */
  static boolean ink(String number, double x, double y) {
    if (x < 0 || x >= 1 || y < 0 || y >= 1) {
      return false;
    }
    int columns = number.length() * 4 - 1;
    int column = (int) (x * columns);
    int digit = column / 4;
    int dot = column % 4;
    int row = (int) (y * 5);
    return dot < 3 && (DOTS[number.charAt(digit) - '0'] >> (14 - row * 3 - dot) & 1) == 1;
  }
}
