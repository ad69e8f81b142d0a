package org.waymark.descriptors.image;

/**
 * Decoded pixels.
 *
 * @param rgb {@code [height][width][3]}, red first, row-major without gaps; not copied
 */
public record RgbImage(int width, int height, byte[] rgb) {

  public RgbImage {
    if (width <= 0 || height <= 0 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "%d bytes are no %dx%d picture".formatted(rgb.length, width, height));
    }
  }
}
