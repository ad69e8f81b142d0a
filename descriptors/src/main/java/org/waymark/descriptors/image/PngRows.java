package org.waymark.descriptors.image;

import java.util.Iterator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The rows of a PNG, unpacked and unfiltered one by one. Holds native memory until closed. */
final class PngRows implements AutoCloseable {

  /** The best that the compression can do; a file that claims more is truncated. */
  private static final long MAX_RATIO = 1032;

  private final byte[] bytes;
  private final Iterator<PngChunks.Range> ranges;
  private final Inflater inflater = new Inflater();
  private final int pixelBytes;
  private byte[] previous;
  private byte[] current;

  /**
   * @param bytes the file
   * @param pixelBytes from a byte to the one of the pixel before it; 1 when pixels are smaller
   * @param maxRowBytes of the longest row
   */
  PngRows(byte[] bytes, PngChunks png, int pixelBytes, int maxRowBytes) {
    this.bytes = bytes;
    ranges = png.data().iterator();
    this.pixelBytes = pixelBytes;
    previous = new byte[maxRowBytes + 1];
    current = new byte[maxRowBytes + 1];
  }

  static void checkLength(PngChunks png, long unpacked) throws ImageRejectedException {
    long packed = png.data().stream().mapToLong(PngChunks.Range::length).sum();
    if (packed * MAX_RATIO < unpacked) {
      throw new ImageRejectedException(
          "truncated PNG: %d bytes for %d x %d pixels"
              .formatted(packed, png.width(), png.height()));
    }
  }

  /** The next row belongs to another picture, as the passes of an interlaced one do. */
  void begin() {
    java.util.Arrays.fill(current, (byte) 0);
  }

  /**
   * Unpacks one row.
   *
   * @return its samples from index 1 on; valid until the next call
   */
  byte[] next(int rowBytes) throws ImageRejectedException {
    byte[] row = previous;
    previous = current;
    current = row;
    fill(row, rowBytes + 1);
    unfilter(row, previous, rowBytes);
    return row;
  }

  /**
   * Reads the check sum behind the last row, unless there are bytes too many, which do not matter.
   */
  void end() throws ImageRejectedException {
    byte[] rest = new byte[1];
    while (inflate(rest, 0, 1) == 0 && !inflater.finished()) {
      feed();
    }
  }

  private void fill(byte[] target, int length) throws ImageRejectedException {
    int filled = 0;
    while (filled < length) {
      int count = inflate(target, filled, length - filled);
      filled += count;
      if (inflater.finished() && filled < length) {
        throw new ImageRejectedException("truncated PNG: rows are missing");
      }
      if (count == 0) {
        feed();
      }
    }
  }

  private int inflate(byte[] target, int offset, int length) throws ImageRejectedException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw new ImageRejectedException("damaged PNG: " + e.getMessage());
    }
  }

  private void feed() throws ImageRejectedException {
    if (inflater.needsDictionary()) {
      throw new ImageRejectedException("damaged PNG: its data asks for a dictionary");
    }
    if (!ranges.hasNext()) {
      throw new ImageRejectedException("truncated PNG: rows are missing");
    }
    PngChunks.Range range = ranges.next();
    inflater.setInput(bytes, range.offset(), range.length());
  }

  /** The filters of section 9.2. */
  private void unfilter(byte[] row, byte[] above, int rowBytes) throws ImageRejectedException {
    int first = 1 + pixelBytes;
    int end = 1 + rowBytes;
    switch (row[0]) {
      case 0 -> {}
      case 1 -> {
        for (int i = first; i < end; i++) {
          row[i] += row[i - pixelBytes];
        }
      }
      case 2 -> {
        for (int i = 1; i < end; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 1; i < end; i++) {
          int left = i < first ? 0 : row[i - pixelBytes] & 0xFF;
          row[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
        }
      }
      case 4 -> {
        for (int i = 1; i < Math.min(first, end); i++) {
          row[i] += above[i];
        }
        for (int i = first; i < end; i++) {
          row[i] +=
              paeth(row[i - pixelBytes] & 0xFF, above[i] & 0xFF, above[i - pixelBytes] & 0xFF);
        }
      }
      default -> throw new ImageRejectedException("damaged PNG: a filter of unknown kind");
    }
  }

  private static byte paeth(int left, int above, int aboveLeft) {
    int toLeft = Math.abs(above - aboveLeft);
    int toAbove = Math.abs(left - aboveLeft);
    int toAboveLeft = Math.abs(left + above - 2 * aboveLeft);
    if (toLeft <= toAbove && toLeft <= toAboveLeft) {
      return (byte) left;
    }
    return (byte) (toAbove <= toAboveLeft ? above : aboveLeft);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
