package org.waymark.descriptors.image;

import org.waymark.core.image.ImageData;

/**
 * Turns a recorded picture into RGB pixels, as Pillow's {@code Image.open(...).convert("RGB")}
 * does: an EXIF orientation turns nothing. Safe for use by many threads.
 *
 * <p>Compressed pictures are recognised by their content, raw ones by their ROS encoding. Samples
 * of 16 bits are little-endian, as every camera driver sends them, and keep their high byte; {@code
 * bayer_*} is interpolated as {@link BayerPixels} says.
 */
public final class ImageDecoder {

  private ImageDecoder() {}

  /** As {@link #decode(ImageData, ImageLimits)} with {@link ImageLimits#DEFAULT}. */
  public static RgbImage decode(ImageData image) throws ImageRejectedException {
    return decode(image, ImageLimits.DEFAULT);
  }

  /**
   * Decodes one picture.
   *
   * @throws ImageRejectedException when it is damaged, too large or of a kind not handled
   */
  public static RgbImage decode(ImageData image, ImageLimits limits) throws ImageRejectedException {
    return switch (image.encoding()) {
      case "jpeg", "jpg", "png" -> compressed(image.bytes(), limits);
      case "rgb8" -> RawPixels.decode(image, 3, 0, 1, 2, limits);
      case "bgr8" -> RawPixels.decode(image, 3, 2, 1, 0, limits);
      case "rgba8" -> RawPixels.decode(image, 4, 0, 1, 2, limits);
      case "bgra8" -> RawPixels.decode(image, 4, 2, 1, 0, limits);
      case "mono8" -> RawPixels.decode(image, 1, 0, 0, 0, limits);
      case "mono16" -> RawPixels.decode(image, 2, 1, 1, 1, limits);
      case "bayer_rggb8" -> BayerPixels.decode(image, "rggb", 1, limits);
      case "bayer_bggr8" -> BayerPixels.decode(image, "bggr", 1, limits);
      case "bayer_gbrg8" -> BayerPixels.decode(image, "gbrg", 1, limits);
      case "bayer_grbg8" -> BayerPixels.decode(image, "grbg", 1, limits);
      case "bayer_rggb16" -> BayerPixels.decode(image, "rggb", 2, limits);
      case "bayer_bggr16" -> BayerPixels.decode(image, "bggr", 2, limits);
      case "bayer_gbrg16" -> BayerPixels.decode(image, "gbrg", 2, limits);
      case "bayer_grbg16" -> BayerPixels.decode(image, "grbg", 2, limits);
      default ->
          throw new ImageRejectedException(
              "encoding '%s' is not handled; jpeg, png, rgb8, bgr8, rgba8, bgra8, mono8, mono16 and bayer_* are"
                  .formatted(image.encoding()));
    };
  }

  private static RgbImage compressed(byte[] bytes, ImageLimits limits)
      throws ImageRejectedException {
    if (JpegSegments.recognises(bytes)) {
      return JpegPixels.decode(bytes, limits);
    }
    if (PngChunks.recognises(bytes)) {
      return PngPixels.decode(bytes, limits);
    }
    throw new ImageRejectedException(bytes.length == 0 ? "empty picture" : "neither JPEG nor PNG");
  }
}
