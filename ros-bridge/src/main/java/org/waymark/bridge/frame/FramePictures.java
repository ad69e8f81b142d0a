package org.waymark.bridge.frame;

import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.core.image.ImageData;
import org.waymark.core.image.ImageFiles;

/**
 * The pictures of ROS's messages. Their bytes are passed on as they are, without a copy; 16-bit
 * channels of a big-endian machine alone are swapped.
 */
public final class FramePictures {

  /** More than any camera has; a product of two such sizes is no overflow in a long. */
  private static final int MAX_SIDE = 1 << 16;

  /** A few bytes may claim any size; unpacked, this many take some 200 MB. */
  private static final long MAX_PIXELS = 64_000_000;

  private FramePictures() {}

  /**
   * A raw picture.
   *
   * @throws MalformedPictureException when its encoding is not handled, or size, step and bytes do
   *     not fit each other
   */
  public static ImageData of(Image image) {
    RawEncoding encoding =
        RawEncoding.of(image.encoding())
            .orElseThrow(() -> new MalformedPictureException(unhandled(image.encoding())));
    int width = image.width();
    int height = image.height();
    if (width <= 0 || height <= 0 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new MalformedPictureException(
          "a picture of %s x %s pixels"
              .formatted(Integer.toUnsignedString(width), Integer.toUnsignedString(height)));
    }
    long step = Integer.toUnsignedLong(image.step());
    if (step < (long) width * encoding.pixelBytes()) {
      throw new MalformedPictureException(
          "a step of %d bytes is too short for %d pixels of %s"
              .formatted(step, width, image.encoding()));
    }
    if (image.data().length != step * height) {
      throw new MalformedPictureException(
          "%d bytes instead of %d (%d rows of %d)"
              .formatted(image.data().length, step * height, height, step));
    }
    boolean swap = encoding.channelBytes() == 2 && image.isBigendian() != 0;
    return new ImageData(
        encoding.name(),
        width,
        height,
        (int) step,
        swap ? swapped(image.data(), (int) step) : image.data());
  }

  /**
   * A compressed picture with the size that its header states.
   *
   * @throws MalformedPictureException when it is neither JPEG nor PNG, or depth
   */
  public static ImageData of(CompressedImage image) {
    CompressedFormat.requirePicture(image.format());
    byte[] data = image.data();
    String encoding =
        CompressedFormat.encodingOf(data)
            .orElseThrow(
                () ->
                    new MalformedPictureException(
                        "format '%s' with %d bytes that are neither JPEG nor PNG"
                            .formatted(CompressedFormat.shown(image.format()), data.length)));
    ImageFiles.Size size =
        ImageFiles.size(data)
            .orElseThrow(
                () ->
                    new MalformedPictureException("a %s with a broken header".formatted(encoding)));
    if ((long) size.width() * size.height() > MAX_PIXELS) {
      throw new MalformedPictureException(
          "a picture of %d x %d pixels; at most %d million are taken"
              .formatted(size.width(), size.height(), MAX_PIXELS / 1_000_000));
    }
    return new ImageData(encoding, size.width(), size.height(), 0, data);
  }

  private static String unhandled(String encoding) {
    if (encoding.equals("16UC1") || encoding.equals("32FC1")) {
      return "encoding '%s' is a depth picture; name the colour camera's topic".formatted(encoding);
    }
    return "encoding '%s' is not handled; rgb8, bgr8, rgba8, bgra8, mono8, mono16 and bayer_* are"
        .formatted(CompressedFormat.shown(encoding));
  }

  private static byte[] swapped(byte[] data, int step) {
    byte[] swapped = data.clone();
    for (int row = 0; row < data.length; row += step) {
      for (int i = row; i + 1 < row + step; i += 2) {
        swapped[i] = data[i + 1];
        swapped[i + 1] = data[i];
      }
    }
    return swapped;
  }
}
