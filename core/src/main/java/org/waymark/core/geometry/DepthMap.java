package org.waymark.core.geometry;

/**
 * The distance along the optical axis to what each pixel sees, in millimetres.
 *
 * @param millimetres row-major, unsigned 16 bit; 0 and 65535 mean unknown. Not copied: do not
 *     change it.
 */
public record DepthMap(int width, int height, short[] millimetres) {

  private static final int INVALID = 0xffff;

  public DepthMap {
    if (millimetres.length != width * height) {
      throw new IllegalArgumentException(
          "%d depths for %d x %d pixels".formatted(millimetres.length, width, height));
    }
  }

  /** Depth of a pixel in metres, or NaN where it is unknown. */
  public double metresAt(int column, int row) {
    int value = millimetres[row * width + column] & 0xffff;
    return value == 0 || value == INVALID ? Double.NaN : value / 1000.0;
  }
}
