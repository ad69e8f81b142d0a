package org.waymark.descriptors.image;

import java.io.ByteArrayOutputStream;

/**
 * The segments of a JPEG (ITU-T T.81, annex B), walked from the first byte to the end marker before
 * anything is decoded: what the frame header says, how many scans follow, and which colours the
 * components are.
 *
 * @param width in pixels
 * @param height in pixels
 * @param components one for each channel, in the frame header's order
 * @param progressive whether scans refine each other
 * @param colour what the components mean
 * @param scans how many there are
 * @param bare the picture without application segments and comments, which decide nothing but its
 *     colour: profiles, thumbnails and notes reach no decoder
 */
record JpegSegments(
    int width,
    int height,
    Component[] components,
    boolean progressive,
    JpegColour colour,
    int scans,
    byte[] bare) {

  /**
   * A component of the frame header.
   *
   * @param horizontal sampling factor, 1 to 4
   * @param vertical sampling factor, 1 to 4
   */
  record Component(int id, int horizontal, int vertical) {}

  private static final int SOF_BASELINE = 0xC0;
  private static final int SOF_EXTENDED = 0xC1;
  private static final int SOF_PROGRESSIVE = 0xC2;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int SOF_ARITHMETIC = 0xC9;
  private static final int SOF_ARITHMETIC_PROGRESSIVE = 0xCA;
  private static final int DAC = 0xCC;
  private static final int RST0 = 0xD0;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COM = 0xFE;

  static boolean recognises(byte[] bytes) {
    return bytes.length >= 3 && at(bytes, 0) == 0xFF && at(bytes, 1) == SOI && at(bytes, 2) == 0xFF;
  }

  /**
   * Reads the segments of a whole picture; what follows its end marker is ignored.
   *
   * @throws ImageRejectedException when it is damaged, truncated or of a kind that is not handled
   */
  static JpegSegments read(byte[] bytes) throws ImageRejectedException {
    return new Walk(bytes).run();
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xFF;
  }

  private static int int16(byte[] bytes, int index) {
    return at(bytes, index) << 8 | at(bytes, index + 1);
  }

  /** One pass over the bytes. */
  private static final class Walk {

    private final byte[] bytes;
    private final ByteArrayOutputStream bare;
    private int frame = -1;
    private int frameMarker;
    private int scans;
    private boolean huffmanTables;
    private boolean jfif;
    private int adobeTransform = JpegColour.NO_ADOBE;

    Walk(byte[] bytes) {
      this.bytes = bytes;
      bare = new ByteArrayOutputStream(bytes.length + JpegHuffman.STANDARD.length);
    }

    JpegSegments run() throws ImageRejectedException {
      bare.write(bytes, 0, 2);
      int position = 2;
      while (true) {
        position = nextMarker(position);
        int marker = at(bytes, position + 1);
        if (marker == EOI) {
          bare.write(bytes, position, 2);
          return result();
        }
        position = marker == SOS ? scan(position) : segment(position, marker);
      }
    }

    /** Skips what is left over between segments: many webcams write such bytes. */
    private int nextMarker(int from) throws ImageRejectedException {
      for (int i = from; i + 1 < bytes.length; i++) {
        if (at(bytes, i) == 0xFF) {
          int code = at(bytes, i + 1);
          boolean standsAlone = code == 0x01 || isRestart(code);
          if (code != 0 && code != 0xFF && !standsAlone) {
            return i;
          }
        }
      }
      throw new ImageRejectedException(
          frame < 0 ? "JPEG without a frame header: truncated?" : "truncated JPEG: no end marker");
    }

    /** Takes in one segment; returns where the next begins. */
    private int segment(int position, int marker) throws ImageRejectedException {
      int end = segmentEnd(position);
      if (isFrame(marker)) {
        if (frame >= 0) {
          throw new ImageRejectedException("JPEG with two frame headers");
        }
        frame = position;
        frameMarker = marker;
      } else if (marker == APP0) {
        jfif |= startsWith(position + 4, end, "JFIF\0") && end - position >= 16;
      } else if (marker == APP14
          && startsWith(position + 4, end, "Adobe")
          && end - position >= 16) {
        adobeTransform = at(bytes, position + 15);
      } else if (marker == SOI) {
        throw new ImageRejectedException("JPEG inside a JPEG");
      }
      huffmanTables |= marker == DHT;
      if ((marker < APP0 || marker > APP15) && marker != COM) {
        bare.write(bytes, position, end - position);
      }
      return end;
    }

    private int scan(int position) throws ImageRejectedException {
      int end = segmentEnd(position);
      if (frame < 0) {
        throw new ImageRejectedException("JPEG without a frame header");
      }
      if (!huffmanTables) {
        bare.writeBytes(JpegHuffman.STANDARD);
        huffmanTables = true;
      }
      scans++;
      while (end + 1 < bytes.length) {
        if (bytes[end] == (byte) 0xFF) {
          int code = at(bytes, end + 1);
          if (code != 0 && code != 0xFF && !isRestart(code)) {
            break;
          }
        }
        end++;
      }
      bare.write(bytes, position, end - position);
      return end;
    }

    private int segmentEnd(int position) throws ImageRejectedException {
      int length = position + 4 <= bytes.length ? int16(bytes, position + 2) : -1;
      if (length >= 0 && length < 2) {
        throw new ImageRejectedException("JPEG with a damaged header");
      }
      if (length < 0 || position + 2 + length > bytes.length) {
        throw new ImageRejectedException(
            frame < 0 ? "JPEG without a frame header: truncated?" : "truncated JPEG");
      }
      return position + 2 + length;
    }

    private boolean startsWith(int position, int end, String text) {
      if (position + text.length() > end) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (at(bytes, position + i) != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private JpegSegments result() throws ImageRejectedException {
      if (frame < 0 || scans == 0) {
        throw new ImageRejectedException("JPEG without a picture");
      }
      checkKind();
      int length = int16(bytes, frame + 2);
      int count = length >= 8 ? at(bytes, frame + 9) : 0;
      if (length != 8 + 3 * count) {
        throw new ImageRejectedException("JPEG with a damaged frame header");
      }
      Component[] components = new Component[count];
      for (int i = 0; i < count; i++) {
        int entry = frame + 10 + 3 * i;
        int sampling = at(bytes, entry + 1);
        components[i] = new Component(at(bytes, entry), sampling >> 4, sampling & 0xF);
      }
      return new JpegSegments(
          int16(bytes, frame + 7),
          int16(bytes, frame + 5),
          components,
          frameMarker == SOF_PROGRESSIVE,
          JpegColour.of(components, jfif, adobeTransform),
          scans,
          bare.toByteArray());
    }

    private void checkKind() throws ImageRejectedException {
      switch (frameMarker) {
        case SOF_BASELINE, SOF_EXTENDED, SOF_PROGRESSIVE -> {}
        case SOF_ARITHMETIC, SOF_ARITHMETIC_PROGRESSIVE ->
            throw new ImageRejectedException(
                "JPEG with arithmetic coding is not handled; recode it: jpegtran -optimize");
        default ->
            throw new ImageRejectedException(
                "lossless or hierarchical JPEG is not handled; convert it");
      }
      int bits = at(bytes, frame + 4);
      if (bits != 8) {
        throw new ImageRejectedException("JPEG of %d bits is not handled; 8 are".formatted(bits));
      }
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC. */
    private static boolean isFrame(int marker) {
      return marker >= SOF_BASELINE
          && marker <= 0xCF
          && marker != DHT
          && marker != JPG
          && marker != DAC;
    }

    private static boolean isRestart(int code) {
      return code >= RST0 && code < SOI;
    }
  }
}
