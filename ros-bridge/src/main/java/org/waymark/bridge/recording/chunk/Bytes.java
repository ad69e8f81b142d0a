package org.waymark.bridge.recording.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes by position: of a file, or of an unpacked chunk. */
public interface Bytes {

  long size();

  /**
   * Some of the bytes, little endian, position 0; not to be changed. They stay as they are.
   *
   * @throws DamageException when there are not so many from there on
   */
  ByteBuffer read(long position, int length) throws IOException;

  /**
   * Makes sure that bytes are there before anything is made for them.
   *
   * @param length as a file says it: anything
   * @throws DamageException when there are not so many, or more than a program would hold in memory
   */
  default int require(long position, long length) throws IOException {
    if (position < 0 || position > size() || length < 0 || length > size() - position) {
      throw new DamageException("it ends early");
    }
    if (length > Chunk.MAX_BYTES) {
      throw new DamageException(
          "a record of %d bytes, more than the %d that are read"
              .formatted(length, Chunk.MAX_BYTES));
    }
    return (int) length;
  }
}
