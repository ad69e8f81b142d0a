package org.waymark.descriptors.image;

/**
 * What a JPEG or PNG says about itself in its first bytes.
 *
 * @param components of a JPEG: 1 grey, 3 colour, 4 CMYK; 0 for a PNG, whose raster tells
 */
record ImageHeader(Format format, int width, int height, int components) {

  enum Format {
    JPEG("jpeg"),
    PNG("png");

    private final String imageIoName;

    Format(String imageIoName) {
      this.imageIoName = imageIoName;
    }

    String imageIoName() {
      return imageIoName;
    }
  }

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int PNG_HEADER_BYTES = 29;
  private static final int IHDR = 0x49484452;

  static ImageHeader read(byte[] bytes) throws ImageRejectedException {
    if (bytes.length >= 8
        && int32(bytes, 0) == (int) (PNG_SIGNATURE >>> 32)
        && int32(bytes, 4) == (int) PNG_SIGNATURE) {
      return png(bytes);
    }
    if (bytes.length >= 3 && at(bytes, 0) == 0xFF && at(bytes, 1) == 0xD8 && at(bytes, 2) == 0xFF) {
      return jpeg(bytes);
    }
    throw new ImageRejectedException(bytes.length == 0 ? "empty picture" : "neither JPEG nor PNG");
  }

  private static ImageHeader png(byte[] bytes) throws ImageRejectedException {
    if (bytes.length < PNG_HEADER_BYTES || int32(bytes, 12) != IHDR) {
      throw new ImageRejectedException("PNG without header");
    }
    return new ImageHeader(Format.PNG, int32(bytes, 16), int32(bytes, 20), 0);
  }

  /** Walks the segments up to the first start of frame. */
  private static ImageHeader jpeg(byte[] bytes) throws ImageRejectedException {
    int position = 2;
    while (position + 4 <= bytes.length) {
      if (at(bytes, position) != 0xFF) {
        throw new ImageRejectedException("JPEG with a damaged header");
      }
      int marker = at(bytes, position + 1);
      if (marker == 0xFF) {
        position++;
      } else if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
        position += 2;
      } else if (isStartOfFrame(marker) && position + 10 <= bytes.length) {
        return new ImageHeader(
            Format.JPEG,
            int16(bytes, position + 7),
            int16(bytes, position + 5),
            at(bytes, position + 9));
      } else if (marker == 0xD9 || marker == 0xDA) {
        break;
      } else {
        position += 2 + int16(bytes, position + 2);
      }
    }
    throw new ImageRejectedException("JPEG without a frame header: truncated?");
  }

  /** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xFF;
  }

  private static int int16(byte[] bytes, int index) {
    return at(bytes, index) << 8 | at(bytes, index + 1);
  }

  private static int int32(byte[] bytes, int index) {
    return int16(bytes, index) << 16 | int16(bytes, index + 2);
  }
}
