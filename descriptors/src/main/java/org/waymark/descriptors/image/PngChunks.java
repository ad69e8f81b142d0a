package org.waymark.descriptors.image;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG (W3C, Portable Network Graphics, second edition) that decide its pixels:
 * IHDR, PLTE and IDAT. Text, profiles, animations, transparency and gamma are passed by, as
 * Pillow's {@code convert("RGB")} passes them by; nothing of theirs is unpacked.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bits of a sample: 1, 2, 4, 8 or 16
 * @param colour what a pixel holds
 * @param interlaced by Adam7
 * @param palette {@code [entry][3]}; empty unless the colour is a palette
 * @param data where the compressed rows lie
 */
record PngChunks(
    int width,
    int height,
    int bits,
    Colour colour,
    boolean interlaced,
    byte[] palette,
    List<Range> data) {

  /** Bytes of the file. */
  record Range(int offset, int length) {}

  /** What a pixel holds; in the numbering of the format. */
  enum Colour {
    GREY(0, 1, 1, 2, 4, 8, 16),
    RGB(2, 3, 8, 16),
    PALETTE(3, 1, 1, 2, 4, 8),
    GREY_ALPHA(4, 2, 8, 16),
    RGB_ALPHA(6, 4, 8, 16);

    private final int code;
    private final int channels;

    /** The sample sizes that go with it, each as the bit of that number. */
    private final int depths;

    Colour(int code, int channels, int... depths) {
      this.code = code;
      this.channels = channels;
      this.depths = java.util.Arrays.stream(depths).map(bits -> 1 << bits).sum();
    }

    int channels() {
      return channels;
    }

    static Colour of(int code, int bits) throws ImageRejectedException {
      for (Colour colour : values()) {
        if (colour.code == code && bits <= 16 && (colour.depths & 1 << bits) != 0) {
          return colour;
        }
      }
      throw new ImageRejectedException(
          "PNG of colour type %d with %d bits, which the format does not know"
              .formatted(code, bits));
    }
  }

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int SIGNATURE_BYTES = 8;
  private static final int HEADER_BYTES = 13;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;

  /** The bit of a chunk's name that says that a decoder may pass it by. */
  private static final int ANCILLARY = 0x2000_0000;

  /** Length, name and check sum of a chunk. */
  private static final int FRAME_BYTES = 12;

  private static final int MAX_PALETTE = 256;

  static boolean recognises(byte[] bytes) {
    return bytes.length >= SIGNATURE_BYTES
        && int32(bytes, 0) == (int) (SIGNATURE >>> 32)
        && int32(bytes, 4) == (int) SIGNATURE;
  }

  /**
   * Walks all chunks. Those that decide pixels must have their check sum.
   *
   * @throws ImageRejectedException when they are damaged, truncated or not in order
   */
  static PngChunks read(byte[] bytes, ImageLimits limits) throws ImageRejectedException {
    int position = SIGNATURE_BYTES;
    if (bytes.length < position + FRAME_BYTES + HEADER_BYTES
        || int32(bytes, position) != HEADER_BYTES
        || int32(bytes, position + 4) != IHDR) {
      throw new ImageRejectedException("PNG without header");
    }
    int header = position + 8;
    limits.check(int32(bytes, header), int32(bytes, header + 4));
    byte[] palette = new byte[0];
    List<Range> data = new ArrayList<>();
    while (true) {
      int length = position + FRAME_BYTES <= bytes.length ? int32(bytes, position) : -1;
      if (length < 0 || length > bytes.length - position - FRAME_BYTES) {
        throw new ImageRejectedException("truncated PNG");
      }
      int name = int32(bytes, position + 4);
      int content = position + 8;
      if ((name & ANCILLARY) == 0) {
        checkSum(bytes, position + 4, length + 4);
      }
      switch (name) {
        case IHDR -> {
          if (content != header) {
            throw new ImageRejectedException("PNG with two headers");
          }
        }
        case PLTE -> palette = palette(bytes, content, length);
        case IDAT -> data.add(new Range(content, length));
        case IEND -> {
          return of(bytes, header, palette, data);
        }
        default -> {
          if ((name & ANCILLARY) == 0) {
            throw new ImageRejectedException("damaged PNG: a chunk of unknown kind");
          }
        }
      }
      position = content + length + 4;
    }
  }

  private static PngChunks of(byte[] bytes, int header, byte[] palette, List<Range> data)
      throws ImageRejectedException {
    int bits = bytes[header + 8] & 0xFF;
    Colour colour = Colour.of(bytes[header + 9] & 0xFF, bits);
    int interlace = bytes[header + 12] & 0xFF;
    if (bytes[header + 10] != 0 || bytes[header + 11] != 0 || interlace > 1) {
      throw new ImageRejectedException(
          "PNG with a compression, filter or interlace method that the format does not know");
    }
    if (data.isEmpty()) {
      throw new ImageRejectedException("PNG without a picture");
    }
    if (colour == Colour.PALETTE && palette.length == 0) {
      throw new ImageRejectedException("PNG without its palette");
    }
    return new PngChunks(
        int32(bytes, header),
        int32(bytes, header + 4),
        bits,
        colour,
        interlace == 1,
        palette,
        data);
  }

  private static byte[] palette(byte[] bytes, int content, int length)
      throws ImageRejectedException {
    if (length % 3 != 0 || length > 3 * MAX_PALETTE) {
      throw new ImageRejectedException("damaged PNG: palette of %d bytes".formatted(length));
    }
    return java.util.Arrays.copyOfRange(bytes, content, content + length);
  }

  private static void checkSum(byte[] bytes, int offset, int length) throws ImageRejectedException {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    if ((int) crc.getValue() != int32(bytes, offset + length)) {
      throw new ImageRejectedException("damaged PNG: a check sum differs");
    }
  }

  private static int int32(byte[] bytes, int index) {
    return (bytes[index] & 0xFF) << 24
        | (bytes[index + 1] & 0xFF) << 16
        | (bytes[index + 2] & 0xFF) << 8
        | (bytes[index + 3] & 0xFF);
  }
}
