package org.waymark.bridge.recording.bag;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.recording.chunk.DamageException;

/** A header of a bag's record: fields {@code name=value}, each behind its length. */
final class BagFields {

  private static final int MAX_FIELDS = 1000;
  private static final long NANOS = 1_000_000_000;

  private final Map<String, ByteBuffer> values = new HashMap<>();

  private BagFields() {}

  /**
   * Reads what is left of a buffer.
   *
   * @throws DamageException when it holds no fields
   */
  static BagFields read(ByteBuffer bytes) throws DamageException {
    BagFields fields = new BagFields();
    while (bytes.hasRemaining()) {
      if (bytes.remaining() < Integer.BYTES || fields.values.size() == MAX_FIELDS) {
        throw new DamageException("a header that holds no fields");
      }
      int length = bytes.getInt();
      if (length < 1 || length > bytes.remaining()) {
        throw new DamageException("a header whose field has %d bytes".formatted(length));
      }
      ByteBuffer field = bytes.slice(bytes.position(), length);
      bytes.position(bytes.position() + length);
      int equals = 0;
      while (equals < length && field.get(equals) != '=') {
        equals++;
      }
      if (equals == length) {
        throw new DamageException("a header whose field has no '='");
      }
      fields.values.put(
          text(field.slice(0, equals)),
          field.slice(equals + 1, length - equals - 1).order(ByteOrder.LITTLE_ENDIAN));
    }
    return fields;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  private ByteBuffer require(String name, int length) throws DamageException {
    ByteBuffer value = values.get(name);
    if (value == null || value.limit() != length) {
      throw new DamageException("a header without a proper field '%s'".formatted(name));
    }
    return value;
  }

  byte oneByte(String name) throws DamageException {
    return require(name, 1).get(0);
  }

  int fourBytes(String name) throws DamageException {
    return require(name, Integer.BYTES).getInt(0);
  }

  long eightBytes(String name) throws DamageException {
    return require(name, Long.BYTES).getLong(0);
  }

  /** Seconds and nanoseconds, as nanoseconds since the Unix epoch. */
  long time(String name) throws DamageException {
    return time(require(name, Long.BYTES), 0);
  }

  static long time(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at)) * NANOS
        + Integer.toUnsignedLong(bytes.getInt(at + Integer.BYTES));
  }

  @Nullable String text(String name) {
    ByteBuffer value = values.get(name);
    return value == null ? null : text(value);
  }

  String textOrEmpty(String name) {
    String text = text(name);
    return text == null ? "" : text;
  }
}
