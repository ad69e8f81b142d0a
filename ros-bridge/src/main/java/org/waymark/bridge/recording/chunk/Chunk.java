package org.waymark.bridge.recording.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * An unpacked chunk.
 *
 * @param bytes its records, as many as could be unpacked
 * @param damage why they are not all there
 */
public record Chunk(BufferBytes bytes, Optional<String> damage) {

  /** The largest record and the largest unpacked chunk that are read: recorders write some MB. */
  public static final int MAX_BYTES = 256 << 20;

  private static final int FIRST_BYTES = 1 << 20;

  /**
   * Unpacks a chunk. Memory grows with what is really there, not with what the file promises.
   *
   * @param position where its packed bytes begin
   * @param packedBytes how many the file says there are; those that are there are used
   * @param unpackedBytes how many it says they become
   * @throws DamageException when it is too large to be read
   */
  public static Chunk unpack(
      FileBytes file, long position, long packedBytes, Compression how, long unpackedBytes)
      throws IOException {
    if (unpackedBytes < 0 || unpackedBytes > MAX_BYTES) {
      throw new DamageException(
          "a chunk of %s bytes, more than the %d that are unpacked"
              .formatted(Long.toUnsignedString(unpackedBytes), MAX_BYTES));
    }
    long there = Math.min(packedBytes, file.size() - position);
    byte[] unpacked = new byte[(int) Math.min(unpackedBytes, FIRST_BYTES)];
    int length = 0;
    Optional<String> damage = Optional.empty();
    try (InputStream in = how.unpack(file.stream(position, there))) {
      while (length < unpackedBytes) {
        if (length == unpacked.length) {
          unpacked = Arrays.copyOf(unpacked, (int) Math.min(unpackedBytes, 2L * length));
        }
        int got = in.read(unpacked, length, unpacked.length - length);
        if (got <= 0) {
          damage = Optional.of("its chunk holds %d of %d bytes".formatted(length, unpackedBytes));
          break;
        }
        length += got;
      }
    } catch (IOException | RuntimeException e) {
      // Unpackers throw what they like at damaged bytes. What came before is good.
      damage =
          Optional.of(
              "its chunk unpacks to %d of %d bytes: %s"
                  .formatted(length, unpackedBytes, e.getMessage()));
    }
    ByteBuffer buffer = ByteBuffer.wrap(unpacked, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    return new Chunk(new BufferBytes(buffer), damage);
  }
}
