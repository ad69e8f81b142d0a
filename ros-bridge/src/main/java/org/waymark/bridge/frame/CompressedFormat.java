package org.waymark.bridge.frame;

import java.util.Locale;
import java.util.Optional;

/**
 * What {@code sensor_msgs/CompressedImage.format} says. Plugins of image_transport write {@code
 * "ORIGINAL; jpeg compressed TARGET"} or {@code "ORIGINAL; compressedDepth KIND"}, drivers just
 * {@code "jpeg"}.
 */
final class CompressedFormat {

  private static final int MAX_SHOWN = 80;

  private CompressedFormat() {}

  /** Refuses what holds no picture for the eye: depth, and codecs of video. */
  static void requirePicture(String format) {
    String text = format.toLowerCase(Locale.ROOT);
    if (text.contains("compresseddepth") || text.startsWith("16uc1") || text.startsWith("32fc1")) {
      throw new MalformedPictureException(
          "format '%s' is a depth picture; name the colour camera's topic"
              .formatted(shown(format)));
    }
  }

  /** {@code jpeg} or {@code png} by the first bytes, which know better than the message's text. */
  static Optional<String> encodingOf(byte[] data) {
    if (startsWith(data, 0xff, 0xd8, 0xff)) {
      return Optional.of("jpeg");
    }
    return startsWith(data, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')
        ? Optional.of("png")
        : Optional.empty();
  }

  private static boolean startsWith(byte[] data, int... expected) {
    if (data.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((data[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** A text from the network, short and on one line. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
  }
}
