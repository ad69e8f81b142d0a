package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.DamageException;

/**
 * A record of an MCAP file: one byte that says its kind, eight with its length, and its content.
 *
 * @param at where it begins
 * @param length of the content, as the file says it
 */
record McapRecord(long at, int op, long length) {

  /** Kind and length. */
  static final int HEAD_BYTES = 1 + Long.BYTES;

  /**
   * Reads kind and length.
   *
   * @throws DamageException when there is no record, or one of a length that no file has
   */
  static McapRecord read(Bytes bytes, long at) throws IOException {
    ByteBuffer head = bytes.read(at, HEAD_BYTES);
    int op = Byte.toUnsignedInt(head.get(0));
    long length = head.getLong(1);
    if (op == 0) {
      throw new DamageException("a record of kind 0, which does not exist");
    }
    if (length < 0 || length > Long.MAX_VALUE - at - HEAD_BYTES) {
      throw new DamageException("a record of %s bytes".formatted(Long.toUnsignedString(length)));
    }
    return new McapRecord(at, op, length);
  }

  long contentAt() {
    return at + HEAD_BYTES;
  }

  /** Where the next record begins. */
  long end() {
    return contentAt() + length;
  }

  /** The whole content. */
  ByteBuffer content(Bytes bytes) throws IOException {
    return bytes.read(contentAt(), bytes.require(contentAt(), length));
  }

  /** The first bytes of the content, as many as there are up to a number. */
  ByteBuffer contentUpTo(Bytes bytes, int most) throws IOException {
    long there = Math.min(length, bytes.size() - contentAt());
    return bytes.read(contentAt(), (int) Math.min(there, most));
  }

  /** Text behind its length of four bytes. */
  static String text(ByteBuffer content) throws DamageException {
    need(content, Integer.BYTES);
    int length = content.getInt();
    need(content, length);
    ByteBuffer text = content.slice(content.position(), length);
    content.position(content.position() + length);
    return StandardCharsets.UTF_8.decode(text).toString();
  }

  /**
   * @throws DamageException when so many bytes are not left of a record
   */
  static void need(ByteBuffer content, int bytes) throws DamageException {
    if (bytes < 0 || bytes > content.remaining()) {
      throw new DamageException("a record whose parts are longer than itself");
    }
  }
}
