package org.waymark.descriptors.image;

/**
 * What the components of a JPEG mean, and how they become RGB: libjpeg's rules and its arithmetic
 * in 16-bit fixed point ({@code jdapimin.c}, {@code jdcolor.c}), then Pillow's for four components
 * ({@code JpegImagePlugin}, which always takes Adobe's inverted ink, and {@code cmyk2rgb}).
 */
enum JpegColour {
  GREY,
  RGB,
  YCC,
  CMYK,
  YCCK;

  /** In place of Adobe's transform where there is no Adobe segment. */
  static final int NO_ADOBE = -1;

  private static final int LEVELS = 256;
  private static final int FRACTION_BITS = 16;
  private static final int HALF = 1 << (FRACTION_BITS - 1);
  private static final int[] CR_TO_RED = new int[LEVELS];
  private static final int[] CB_TO_BLUE = new int[LEVELS];
  private static final int[] CR_TO_GREEN = new int[LEVELS];
  private static final int[] CB_TO_GREEN = new int[LEVELS];

  static {
    for (int i = 0; i < LEVELS; i++) {
      int chroma = i - 128;
      CR_TO_RED[i] = (fixed(1.402) * chroma + HALF) >> FRACTION_BITS;
      CB_TO_BLUE[i] = (fixed(1.772) * chroma + HALF) >> FRACTION_BITS;
      CR_TO_GREEN[i] = -fixed(0.71414) * chroma;
      CB_TO_GREEN[i] = -fixed(0.34414) * chroma + HALF;
    }
  }

  private static int fixed(double value) {
    return (int) (value * (1 << FRACTION_BITS) + 0.5);
  }

  /**
   * The meaning of a frame's components.
   *
   * @param jfif whether there is a JFIF segment
   * @param adobeTransform of the Adobe segment, or {@link #NO_ADOBE}
   */
  static JpegColour of(JpegSegments.Component[] components, boolean jfif, int adobeTransform)
      throws ImageRejectedException {
    return switch (components.length) {
      case 1 -> GREY;
      case 3 -> {
        if (jfif) {
          yield YCC;
        }
        if (adobeTransform != NO_ADOBE) {
          yield adobeTransform == 0 ? RGB : YCC;
        }
        boolean named =
            components[0].id() == 'R' && components[1].id() == 'G' && components[2].id() == 'B';
        yield named ? RGB : YCC;
      }
      case 4 -> adobeTransform == NO_ADOBE || adobeTransform == 0 ? CMYK : YCCK;
      default ->
          throw new ImageRejectedException(
              "JPEG with %d colour components is not handled; 1, 3 and 4 are"
                  .formatted(components.length));
    };
  }

  /**
   * RGB of samples as they were stored.
   *
   * @param samples {@code [pixel][component]}; may be changed and returned
   * @return {@code [pixel][3]}
   */
  byte[] toRgb(byte[] samples) {
    return switch (this) {
      case RGB -> samples;
      case GREY -> grey(samples);
      case YCC -> {
        ycc(samples, 3);
        yield samples;
      }
      case CMYK -> ink(samples);
      case YCCK -> {
        // libjpeg makes C = 255 - R of it and Pillow inverts that: R is the inverted ink itself.
        ycc(samples, 4);
        for (int i = 0; i < samples.length; i += 4) {
          samples[i] = (byte) ~samples[i];
          samples[i + 1] = (byte) ~samples[i + 1];
          samples[i + 2] = (byte) ~samples[i + 2];
        }
        yield ink(samples);
      }
    };
  }

  private static byte[] grey(byte[] samples) {
    byte[] rgb = new byte[3 * samples.length];
    int target = 0;
    for (byte level : samples) {
      rgb[target] = level;
      rgb[target + 1] = level;
      rgb[target + 2] = level;
      target += 3;
    }
    return rgb;
  }

  /** Turns the first three of {@code stride} components to red, green and blue, in place. */
  private static void ycc(byte[] samples, int stride) {
    for (int i = 0; i < samples.length; i += stride) {
      int luma = samples[i] & 0xFF;
      int cb = samples[i + 1] & 0xFF;
      int cr = samples[i + 2] & 0xFF;
      samples[i] = clip(luma + CR_TO_RED[cr]);
      samples[i + 1] = clip(luma + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr]) >> FRACTION_BITS));
      samples[i + 2] = clip(luma + CB_TO_BLUE[cb]);
    }
  }

  private static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  /** {@code [pixel][4]} of inverted ink to {@code [pixel][3]}. */
  private static byte[] ink(byte[] samples) {
    byte[] rgb = new byte[samples.length / 4 * 3];
    int target = 0;
    for (int i = 0; i < samples.length; i += 4) {
      int light = samples[i + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        rgb[target++] = (byte) (light - scaled(255 - (samples[i + c] & 0xFF), light));
      }
    }
    return rgb;
  }

  /** {@code a * b / 255}, rounded, as Pillow's MULDIV255. */
  private static int scaled(int a, int b) {
    int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
  }
}
