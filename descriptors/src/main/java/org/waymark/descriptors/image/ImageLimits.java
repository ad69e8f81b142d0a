package org.waymark.descriptors.image;

/**
 * How large a picture may be, checked against its header before memory is taken for its pixels.
 *
 * @param maxSide pixels in a row or column
 * @param maxPixels in all
 */
public record ImageLimits(int maxSide, long maxPixels) {

  /** 16384 a side and 64 megapixels: more than any robot's camera gives. */
  public static final ImageLimits DEFAULT = new ImageLimits(16_384, 64_000_000);

  void check(int width, int height) throws ImageRejectedException {
    if (width <= 0 || height <= 0) {
      throw new ImageRejectedException("picture of %d x %d pixels".formatted(width, height));
    }
    if (width > maxSide || height > maxSide || (long) width * height > maxPixels) {
      throw new ImageRejectedException(
          "picture of %d x %d pixels is larger than the limit of %d a side and %d in all"
              .formatted(width, height, maxSide, maxPixels));
    }
  }
}
