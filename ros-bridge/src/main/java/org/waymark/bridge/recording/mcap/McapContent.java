package org.waymark.bridge.recording.mcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Content of records under construction: little endian, growing. */
final class McapContent {

  private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int needed = Math.addExact(bytes.position(), more);
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * bytes.capacity(), needed));
      bytes =
          ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity))
              .order(ByteOrder.LITTLE_ENDIAN)
              .position(bytes.position());
    }
    return bytes;
  }

  McapContent one(int value) {
    room(1).put((byte) value);
    return this;
  }

  McapContent two(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  McapContent four(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  McapContent eight(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** Bytes without their length. */
  McapContent bytes(ByteBuffer source) {
    room(source.remaining()).put(source.duplicate());
    return this;
  }

  /** Bytes behind their length of four bytes. */
  McapContent counted(byte[] source) {
    four(source.length);
    return bytes(ByteBuffer.wrap(source));
  }

  McapContent text(String text) {
    return counted(text.getBytes(StandardCharsets.UTF_8));
  }

  int size() {
    return bytes.position();
  }

  /** What was written, as a view. */
  ByteBuffer view() {
    return bytes.duplicate().flip();
  }

  void clear() {
    bytes.clear();
  }
}
