package org.waymark.descriptors.image;

import org.waymark.core.image.ImageData;

/** Raw pictures: pixels in rows of {@code step} bytes, each pixel one byte per channel. */
final class RawPixels {

  private RawPixels() {}

  /**
   * Picks three channels out of each pixel.
   *
   * @param channels bytes per pixel
   */
  static RgbImage decode(
      ImageData image, int channels, int red, int green, int blue, ImageLimits limits)
      throws ImageRejectedException {
    int width = image.width();
    int height = image.height();
    limits.check(width, height);
    if (image.step() < (long) width * channels) {
      throw new ImageRejectedException(
          "step of %d bytes is too short for %d pixels of %s"
              .formatted(image.step(), width, image.encoding()));
    }
    if (image.bytes().length != (long) image.step() * height) {
      throw new ImageRejectedException(
          "%d bytes instead of %d (%d rows of %d)"
              .formatted(image.bytes().length, (long) image.step() * height, height, image.step()));
    }
    byte[] source = image.bytes();
    byte[] rgb = new byte[width * height * 3];
    int target = 0;
    for (int y = 0; y < height; y++) {
      int pixel = y * image.step();
      for (int x = 0; x < width; x++, pixel += channels) {
        rgb[target++] = source[pixel + red];
        rgb[target++] = source[pixel + green];
        rgb[target++] = source[pixel + blue];
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
