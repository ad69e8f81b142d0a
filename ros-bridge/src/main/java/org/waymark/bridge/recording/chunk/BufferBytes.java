package org.waymark.bridge.recording.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a buffer, from 0 to its limit. */
public record BufferBytes(ByteBuffer buffer) implements Bytes {

  @Override
  public long size() {
    return buffer.limit();
  }

  @Override
  public ByteBuffer read(long position, int length) throws IOException {
    require(position, length);
    return buffer.slice((int) position, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
