package org.waymark.descriptors.image;

/**
 * PNG of every kind, as Pillow's {@code convert("RGB")} gives it: alpha is dropped, grey repeated,
 * small samples are spread over 0 to 255, and 16-bit samples keep their high byte. The exception is
 * 16-bit grey, which Pillow holds as integers and cuts off at 255.
 */
final class PngPixels {

  /** Adam7: first column, first row, and the distances of both, for each pass. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final PngChunks png;
  private final byte[] rgb;

  /** {@code [sample][3]} of pixels of up to 8 bits that hold one sample. */
  private final byte[] colours;

  private PngPixels(PngChunks png) {
    this.png = png;
    colours = colours(png);
    rgb = new byte[3 * png.width() * png.height()];
  }

  static RgbImage decode(byte[] bytes, ImageLimits limits) throws ImageRejectedException {
    PngChunks png = PngChunks.read(bytes, limits);
    int pixelBits = png.bits() * png.colour().channels();
    PngRows.checkLength(png, (long) png.height() * png.width() * pixelBits / Byte.SIZE);
    PngPixels pixels = new PngPixels(png);
    int maxRowBytes = Math.ceilDiv(png.width() * pixelBits, Byte.SIZE);
    try (PngRows rows = new PngRows(bytes, png, Math.max(1, pixelBits / Byte.SIZE), maxRowBytes)) {
      for (int[] pass : png.interlaced() ? ADAM7 : ONE_PASS) {
        pixels.read(rows, pass[0], pass[1], pass[2], pass[3], pixelBits);
      }
      rows.end();
    }
    return new RgbImage(png.width(), png.height(), pixels.rgb);
  }

  private void read(
      PngRows rows, int firstColumn, int firstRow, int columnStep, int rowStep, int pixelBits)
      throws ImageRejectedException {
    int columns = Math.ceilDiv(png.width() - firstColumn, columnStep);
    if (columns <= 0) {
      return;
    }
    int rowBytes = Math.ceilDiv(columns * pixelBits, Byte.SIZE);
    rows.begin();
    for (int y = firstRow; y < png.height(); y += rowStep) {
      byte[] row = rows.next(rowBytes);
      spread(row, columns, 3 * (y * png.width() + firstColumn), 3 * columnStep);
    }
  }

  /** Writes a row's pixels, each {@code step} bytes behind the one before. */
  private void spread(byte[] row, int columns, int target, int step) {
    switch (png.colour()) {
      case RGB, RGB_ALPHA -> {
        int bytes = png.bits() / Byte.SIZE;
        copy(row, columns, target, step, png.colour().channels() * bytes, bytes);
      }
      case GREY_ALPHA -> copy(row, columns, target, step, 2 * png.bits() / Byte.SIZE, 0);
      case GREY, PALETTE -> {
        if (png.bits() == 16) {
          clip(row, columns, target, step);
        } else {
          lookUp(row, columns, target, step);
        }
      }
    }
  }

  /**
   * @param pixelBytes from a pixel to the next
   * @param sampleBytes from a colour to the next; 0 repeats the one that there is
   */
  private void copy(
      byte[] row, int columns, int target, int step, int pixelBytes, int sampleBytes) {
    int source = 1;
    for (int x = 0; x < columns; x++) {
      rgb[target] = row[source];
      rgb[target + 1] = row[source + sampleBytes];
      rgb[target + 2] = row[source + 2 * sampleBytes];
      source += pixelBytes;
      target += step;
    }
  }

  private void clip(byte[] row, int columns, int target, int step) {
    for (int x = 0; x < columns; x++) {
      byte level = row[1 + 2 * x] == 0 ? row[2 + 2 * x] : (byte) 255;
      rgb[target] = level;
      rgb[target + 1] = level;
      rgb[target + 2] = level;
      target += step;
    }
  }

  private void lookUp(byte[] row, int columns, int target, int step) {
    int bits = png.bits();
    int mask = (1 << bits) - 1;
    for (int x = 0; x < columns; x++) {
      int bit = x * bits;
      int shift = Byte.SIZE - bits - bit % Byte.SIZE;
      int colour = 3 * ((row[1 + bit / Byte.SIZE] >> shift) & mask);
      rgb[target] = colours[colour];
      rgb[target + 1] = colours[colour + 1];
      rgb[target + 2] = colours[colour + 2];
      target += step;
    }
  }

  /** Entries that a palette lacks are grey in Pillow, of the level of their index. */
  private static byte[] colours(PngChunks png) {
    if (png.bits() > Byte.SIZE) {
      return new byte[0];
    }
    int levels = 1 << png.bits();
    byte[] colours = new byte[3 * levels];
    int spread = png.colour() == PngChunks.Colour.PALETTE ? 1 : 255 / (levels - 1);
    for (int i = 0; i < colours.length; i++) {
      colours[i] = (byte) (i / 3 * spread);
    }
    if (png.colour() == PngChunks.Colour.PALETTE) {
      int known = Math.min(colours.length, png.palette().length);
      System.arraycopy(png.palette(), 0, colours, 0, known);
    }
    return colours;
  }
}
