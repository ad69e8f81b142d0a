package org.waymark.testbed.world;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.waymark.core.geometry.DepthMap;

/**
 * Encodes depth maps as 16-bit grey PNG. ImageIO would do, but takes several times as long: depth
 * of flat surfaces compresses well with a single fixed filter and the fastest deflate. One per
 * thread.
 */
final class DepthPng implements AutoCloseable {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** Each byte is stored as its difference from the byte above it. */
  private static final byte FILTER_UP = 2;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

  byte[] encode(DepthMap depth) {
    int width = depth.width();
    int height = depth.height();
    short[] values = depth.millimetres();
    byte[] raw = new byte[height * (1 + 2 * width)];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raw[at++] = FILTER_UP;
      for (int x = 0; x < width; x++) {
        int here = values[y * width + x];
        int above = y == 0 ? 0 : values[(y - 1) * width + x];
        raw[at++] = (byte) ((here >> 8) - (above >> 8));
        raw[at++] = (byte) (here - above);
      }
    }
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) 16)
            .put(new byte[4])
            .array();
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 17);
    out.writeBytes(SIGNATURE);
    chunk(out, "IHDR", header, header.length);
    byte[] packed = new byte[raw.length + (raw.length >> 3) + 64];
    deflater.reset();
    deflater.setInput(raw);
    deflater.finish();
    chunk(out, "IDAT", packed, deflater.deflate(packed));
    chunk(out, "IEND", packed, 0);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    out.writeBytes(name);
    out.write(data, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  @Override
  public void close() {
    deflater.end();
  }
}
