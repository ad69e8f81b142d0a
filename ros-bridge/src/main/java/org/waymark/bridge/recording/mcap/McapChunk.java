package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
import org.waymark.bridge.recording.chunk.BufferBytes;
import org.waymark.bridge.recording.chunk.Chunk;
import org.waymark.bridge.recording.chunk.Compression;
import org.waymark.bridge.recording.chunk.DamageException;
import org.waymark.bridge.recording.chunk.FileBytes;

/**
 * The head of a chunk record.
 *
 * @param crc of the unpacked records; 0 where there is none
 * @param packedAt where the packed records begin
 */
record McapChunk(
    long unpackedBytes, int crc, Compression compression, long packedAt, long packedBytes) {

  /** Two times, a size, a sum, a name of a compression, a size. */
  private static final int MAX_HEAD = 256;

  static McapChunk head(McapRecord record, FileBytes file) throws IOException {
    ByteBuffer content = record.contentUpTo(file, MAX_HEAD);
    McapRecord.need(content, 3 * Long.BYTES + Integer.BYTES);
    content.position(2 * Long.BYTES);
    long unpackedBytes = content.getLong();
    int crc = content.getInt();
    String name = McapRecord.text(content);
    Compression compression =
        Compression.named(name)
            .orElseThrow(
                () ->
                    new DamageException(
                        "a chunk packed with '%s'; lz4 and zstd are read".formatted(name)));
    McapRecord.need(content, Long.BYTES);
    long packedBytes = content.getLong();
    long packedAt = record.contentAt() + content.position();
    if (packedBytes < 0 || packedBytes > record.end() - packedAt) {
      throw new DamageException("a chunk that is longer than its record");
    }
    return new McapChunk(unpackedBytes, crc, compression, packedAt, packedBytes);
  }

  /** Unpacks the records; of a chunk whose sum is wrong there are none. */
  Chunk unpack(FileBytes file) throws IOException {
    Chunk chunk = Chunk.unpack(file, packedAt, packedBytes, compression, unpackedBytes);
    if (crc == 0 || chunk.damage().isPresent()) {
      return chunk;
    }
    CRC32 sum = new CRC32();
    sum.update(chunk.bytes().buffer().duplicate());
    return (int) sum.getValue() == crc
        ? chunk
        : new Chunk(
            new BufferBytes(ByteBuffer.allocate(0)),
            Optional.of("its chunk is damaged, the sum (CRC-32) of its records is another"));
  }
}
