package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.util.zip.CRC32;
import org.waymark.bridge.recording.chunk.FileBytes;

/** Checks the sums (CRC-32) of the parts of a file. */
final class McapSums {

  private static final int PIECE_BYTES = 1 << 20;

  private McapSums() {}

  /**
   * Whether bytes have a sum.
   *
   * @param from the first of them
   * @param to behind the last
   */
  static boolean match(FileBytes file, long from, long to, int expected) throws IOException {
    CRC32 sum = new CRC32();
    for (long at = from; at < to; at += PIECE_BYTES) {
      sum.update(file.read(at, (int) Math.min(PIECE_BYTES, to - at)));
    }
    return (int) sum.getValue() == expected;
  }
}
