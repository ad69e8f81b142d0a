package org.waymark.bridge.recording.bag;

import java.io.IOException;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.Compression;
import org.waymark.bridge.recording.chunk.DamageException;

/**
 * A record of a bag: a header of fields and data, each behind its length.
 *
 * @param at where it begins
 * @param dataAt where its data begin
 * @param dataLength how many bytes the record says they are; that many need not be there
 */
record BagRecord(long at, byte op, BagFields fields, long dataAt, long dataLength) {

  static final byte MESSAGE = 2;
  static final byte BAG_HEADER = 3;
  static final byte INDEX = 4;
  static final byte CHUNK = 5;
  static final byte CHUNK_INFO = 6;
  static final byte CONNECTION = 7;

  /** Names, types and sums are some hundred bytes. */
  private static final int MAX_HEADER = 1 << 20;

  /**
   * Reads a record's header.
   *
   * @throws DamageException when there is none
   */
  static BagRecord read(Bytes bytes, long at) throws IOException {
    int headerLength = bytes.read(at, Integer.BYTES).getInt(0);
    if (headerLength < 0 || headerLength > MAX_HEADER) {
      throw new DamageException("a record whose header has %d bytes".formatted(headerLength));
    }
    long headerAt = at + Integer.BYTES;
    BagFields fields = BagFields.read(bytes.read(headerAt, headerLength));
    long lengthAt = headerAt + headerLength;
    long dataLength = Integer.toUnsignedLong(bytes.read(lengthAt, Integer.BYTES).getInt(0));
    return new BagRecord(at, fields.oneByte("op"), fields, lengthAt + Integer.BYTES, dataLength);
  }

  /** Where the next record begins. */
  long end() {
    return dataAt + dataLength;
  }

  /** How a chunk is packed. */
  Compression compression() throws DamageException {
    String name = fields.textOrEmpty("compression");
    return Compression.named(name)
        .orElseThrow(
            () ->
                new DamageException(
                    "a chunk packed with '%s'; none, bz2 and lz4 are read".formatted(name)));
  }
}
