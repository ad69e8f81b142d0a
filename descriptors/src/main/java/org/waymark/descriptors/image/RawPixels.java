package org.waymark.descriptors.image;

import org.waymark.core.image.ImageData;

/** ROS's raw encodings whose pixels stand by themselves: rows of pixels, each row padded. */
final class RawPixels {

  private RawPixels() {}

  /**
   * Picks three bytes out of each pixel.
   *
   * @param pixelBytes from a pixel to the next
   */
  static RgbImage decode(
      ImageData image, int pixelBytes, int red, int green, int blue, ImageLimits limits)
      throws ImageRejectedException {
    check(image, pixelBytes, limits);
    int width = image.width();
    int height = image.height();
    byte[] source = image.bytes();
    byte[] rgb = new byte[width * height * 3];
    int target = 0;
    for (int y = 0; y < height; y++) {
      int pixel = y * image.step();
      for (int x = 0; x < width; x++, pixel += pixelBytes) {
        rgb[target++] = source[pixel + red];
        rgb[target++] = source[pixel + green];
        rgb[target++] = source[pixel + blue];
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** Refuses a picture whose size, step and bytes do not fit each other. */
  static void check(ImageData image, int pixelBytes, ImageLimits limits)
      throws ImageRejectedException {
    int width = image.width();
    int height = image.height();
    limits.check(width, height);
    if (image.step() < (long) width * pixelBytes) {
      throw new ImageRejectedException(
          "step of %d bytes is too short for %d pixels of %s"
              .formatted(image.step(), width, image.encoding()));
    }
    if (image.bytes().length != (long) image.step() * height) {
      throw new ImageRejectedException(
          "%d bytes instead of %d (%d rows of %d)"
              .formatted(image.bytes().length, (long) image.step() * height, height, image.step()));
    }
  }
}
