package org.waymark.descriptors.image;

/**
 * Chroma that has half the rows (4:4:0), interpolated. ImageIO's libjpeg 6b repeats its rows, and
 * libjpeg-turbo weighs the nearer row 3 and the farther 1 ({@code h1v2_fancy_upsample} of {@code
 * jdsample.c}). All other samplings come out of both alike.
 */
final class ChromaRows {

  private ChromaRows() {}

  /**
   * Smooths the components that need it.
   *
   * @param samples {@code [row][column][component]}, changed in place
   */
  static void smooth(JpegSegments jpeg, byte[] samples) {
    int maxHorizontal = 1;
    int maxVertical = 1;
    for (JpegSegments.Component component : jpeg.components()) {
      maxHorizontal = Math.max(maxHorizontal, component.horizontal());
      maxVertical = Math.max(maxVertical, component.vertical());
    }
    for (int c = 0; c < jpeg.components().length; c++) {
      JpegSegments.Component component = jpeg.components()[c];
      if (component.horizontal() == maxHorizontal && component.vertical() * 2 == maxVertical) {
        smooth(samples, c, jpeg.components().length, jpeg.width(), jpeg.height());
      }
    }
  }

  private static void smooth(byte[] samples, int component, int stride, int width, int height) {
    int rowBytes = width * stride;
    int[] above = new int[width];
    int[] row = new int[width];
    int[] below = new int[width];
    read(samples, component, stride, row);
    System.arraycopy(row, 0, above, 0, width);
    for (int y = 0; y < height; y += 2) {
      int offset = y * rowBytes + component;
      if (y + 2 < height) {
        read(samples, offset + 2 * rowBytes, stride, below);
      } else {
        System.arraycopy(row, 0, below, 0, width);
      }
      for (int x = 0; x < width; x++) {
        samples[offset + x * stride] = (byte) ((3 * row[x] + above[x] + 1) >> 2);
        if (y + 1 < height) {
          samples[offset + rowBytes + x * stride] = (byte) ((3 * row[x] + below[x] + 2) >> 2);
        }
      }
      int[] spare = above;
      above = row;
      row = below;
      below = spare;
    }
  }

  private static void read(byte[] samples, int offset, int stride, int[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] = samples[offset + x * stride] & 0xFF;
    }
  }
}
