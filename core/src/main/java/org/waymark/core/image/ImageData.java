package org.waymark.core.image;

/**
 * A picture in the form in which it was recorded or sent.
 *
 * @param encoding {@code jpeg}, {@code png}, or one of ROS's raw encodings such as {@code rgb8}
 * @param width in pixels; 0 when compressed and not known
 * @param height in pixels; 0 when compressed and not known
 * @param step bytes per row of a raw picture; 0 when compressed
 * @param bytes not copied: do not change them
 */
public record ImageData(String encoding, int width, int height, int step, byte[] bytes) {

  /** A compressed picture whose size nobody has looked up. */
  public static ImageData compressed(String encoding, byte[] bytes) {
    return new ImageData(encoding, 0, 0, 0, bytes);
  }
}
