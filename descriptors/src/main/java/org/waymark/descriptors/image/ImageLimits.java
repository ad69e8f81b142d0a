package org.waymark.descriptors.image;

/**
 * How large a picture may be, checked against its header before memory is taken for its pixels.
 *
 * @param maxSide pixels in a row or column
 * @param maxPixels in all
 */
public record ImageLimits(int maxSide, long maxPixels) {

  /**
   * 16384 a side and 32 megapixels: more than a robot's camera gives, and little enough that two
   * decoders at once (200 MB each) fit into the default heap.
   */
  public static final ImageLimits DEFAULT = new ImageLimits(16_384, 32_000_000);

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
