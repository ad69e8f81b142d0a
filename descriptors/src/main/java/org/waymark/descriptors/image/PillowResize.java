package org.waymark.descriptors.image;

import java.util.Arrays;

/**
 * Pillow's {@code Image.resize(size, Image.BILINEAR)} for 8-bit pictures, bit for bit: networks
 * trained behind Pillow or torchvision see what they saw in training.
 *
 * <p>Each output pixel is a weighted mean under a triangle as wide as the reduction (so that a
 * smaller picture is antialiased), first along rows, then along columns, with weights in 22-bit
 * fixed point and 8-bit values in between. Pure Java, safe for use by many threads.
 */
public final class PillowResize {

  private static final int HALF = 1 << (ResizeWeights.PRECISION_BITS - 1);

  private PillowResize() {}

  /**
   * One axis of the result: a window of {@code count} pixels, from {@code offset} on, of a picture
   * resized to {@code size}. The window may reach beyond it.
   */
  record Axis(int size, int offset, int count) {

    static Axis whole(int size) {
      return new Axis(size, 0, size);
    }

    /** What of the window lies within the picture. */
    private Axis within() {
      int begin = Math.max(0, offset);
      return new Axis(size, begin, Math.min(size, offset + count) - begin);
    }

    /** Pixels of the window before the picture begins. */
    private int before() {
      return Math.max(0, -offset);
    }
  }

  /**
   * Resizes to {@code width} x {@code height} without regard to the picture's proportions.
   *
   * @return {@code source} itself when it has that size
   */
  public static RgbImage bilinear(RgbImage source, int width, int height) {
    return bilinear(source, Axis.whole(width), Axis.whole(height));
  }

  /**
   * Resizes and takes a window of the result, black beyond the picture.
   *
   * @return {@code source} itself when the window is all of it
   */
  static RgbImage bilinear(RgbImage source, Axis horizontal, Axis vertical) {
    if (horizontal.equals(Axis.whole(source.width()))
        && vertical.equals(Axis.whole(source.height()))) {
      return source;
    }
    Axis columns = horizontal.within();
    Axis rows = vertical.within();
    RgbImage resized = resize(source, columns, rows);
    if (columns.equals(horizontal) && rows.equals(vertical)) {
      return resized;
    }
    byte[] framed = new byte[3 * horizontal.count() * vertical.count()];
    int rowBytes = 3 * columns.count();
    for (int y = 0; y < rows.count(); y++) {
      int target = (y + vertical.before()) * horizontal.count() + horizontal.before();
      System.arraycopy(resized.rgb(), y * rowBytes, framed, 3 * target, rowBytes);
    }
    return new RgbImage(horizontal.count(), vertical.count(), framed);
  }

  private static RgbImage resize(RgbImage source, Axis columns, Axis rows) {
    int first = rows.offset();
    int count = rows.count();
    boolean vertically = rows.size() != source.height();
    ResizeWeights vertical = ResizeWeights.of(source.height(), rows);
    if (vertically) {
      first = vertical.first()[0];
      count = vertical.end() - first;
    }
    byte[] pixels =
        columns.size() == source.width()
            ? copyRows(source, first, count, columns)
            : resizeRows(source, first, count, ResizeWeights.of(source.width(), columns));
    if (vertically) {
      pixels = resizeColumns(pixels, first, columns.count() * 3, vertical);
    }
    return new RgbImage(columns.count(), rows.count(), pixels);
  }

  private static byte[] copyRows(RgbImage source, int first, int rows, Axis columns) {
    int rowBytes = 3 * columns.count();
    byte[] out = new byte[rows * rowBytes];
    for (int y = 0; y < rows; y++) {
      int from = 3 * ((first + y) * source.width() + columns.offset());
      System.arraycopy(source.rgb(), from, out, y * rowBytes, rowBytes);
    }
    return out;
  }

  /** Rows {@code first} to {@code first + rows}, each resized. */
  private static byte[] resizeRows(RgbImage source, int first, int rows, ResizeWeights columns) {
    byte[] in = source.rgb();
    byte[] out = new byte[rows * columns.first().length * 3];
    int target = 0;
    for (int y = 0; y < rows; y++) {
      int row = (first + y) * source.width() * 3;
      for (int x = 0; x < columns.first().length; x++) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int pixel = row + columns.first()[x] * 3;
        for (int weight : columns.weights()[x]) {
          red += (in[pixel] & 0xFF) * weight;
          green += (in[pixel + 1] & 0xFF) * weight;
          blue += (in[pixel + 2] & 0xFF) * weight;
          pixel += 3;
        }
        out[target] = clip(red);
        out[target + 1] = clip(green);
        out[target + 2] = clip(blue);
        target += 3;
      }
    }
    return out;
  }

  /**
   * Each column resized.
   *
   * @param first the row of the whole picture that {@code in} begins with
   */
  private static byte[] resizeColumns(byte[] in, int first, int rowBytes, ResizeWeights rows) {
    byte[] out = new byte[rows.first().length * rowBytes];
    int[] sums = new int[rowBytes];
    for (int y = 0; y < rows.first().length; y++) {
      Arrays.fill(sums, HALF);
      int row = (rows.first()[y] - first) * rowBytes;
      for (int weight : rows.weights()[y]) {
        for (int x = 0; x < rowBytes; x++) {
          sums[x] += (in[row + x] & 0xFF) * weight;
        }
        row += rowBytes;
      }
      int target = y * rowBytes;
      for (int x = 0; x < rowBytes; x++) {
        out[target + x] = clip(sums[x]);
      }
    }
    return out;
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> ResizeWeights.PRECISION_BITS));
  }
}
