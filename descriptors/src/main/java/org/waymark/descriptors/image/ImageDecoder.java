package org.waymark.descriptors.image;

import org.waymark.core.image.ImageData;

/**
 * Turns a recorded picture into RGB pixels, as Pillow's {@code Image.open(...).convert("RGB")}
 * does. Safe for use by many threads.
 *
 * <p>Compressed pictures are recognised by their content, raw ones by their ROS encoding.
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
      case "jpeg", "jpg", "png" -> CompressedPixels.decode(image.bytes(), limits);
      case "rgb8" -> RawPixels.decode(image, 3, 0, 1, 2, limits);
      case "bgr8" -> RawPixels.decode(image, 3, 2, 1, 0, limits);
      case "rgba8" -> RawPixels.decode(image, 4, 0, 1, 2, limits);
      case "bgra8" -> RawPixels.decode(image, 4, 2, 1, 0, limits);
      case "mono8" -> RawPixels.decode(image, 1, 0, 0, 0, limits);
      default ->
          throw new ImageRejectedException(
              "encoding '%s' is not handled; jpeg, png, rgb8, bgr8, rgba8, bgra8 and mono8 are"
                  .formatted(image.encoding()));
    };
  }
}
