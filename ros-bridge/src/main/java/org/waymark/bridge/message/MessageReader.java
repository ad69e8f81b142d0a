package org.waymark.bridge.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a message's fields from its bytes, one after the other. Nothing is allocated for a length
 * before it is known that so many bytes are there. Not for use by several threads.
 *
 * <p>Each method throws {@link MalformedMessageException} when the bytes do not hold what it reads.
 */
public abstract sealed class MessageReader permits Ros1Reader, CdrReader {

  protected final ByteBuffer buffer;
  private final String type;
  private final int start;

  /**
   * @param type the name of the message, for what is said of malformed ones
   * @param buffer from the first byte of the message to its last, in the right byte order; its
   *     position moves
   */
  protected MessageReader(String type, ByteBuffer buffer) {
    this.type = type;
    this.buffer = buffer;
    this.start = buffer.position();
  }

  /** Skips what lies before a value of this many bytes. */
  protected abstract void align(int bytes);

  /** The counter of a header; 0 where the encoding has none. */
  public abstract int sequence();

  /** A text; bytes that are no UTF-8 become replacement characters. */
  public abstract String string();

  /** Nanoseconds since the epoch. */
  public abstract long time();

  /** Nanoseconds. */
  public abstract long duration();

  public final boolean bool() {
    return int8() != 0;
  }

  public final byte int8() {
    require(1, 1);
    return buffer.get();
  }

  public final short int16() {
    align(Short.BYTES);
    require(1, Short.BYTES);
    return buffer.getShort();
  }

  public final int uint16() {
    return Short.toUnsignedInt(int16());
  }

  /** Also an unsigned one, in the same bits. */
  public final int int32() {
    align(Integer.BYTES);
    require(1, Integer.BYTES);
    return buffer.getInt();
  }

  /** Also an unsigned one, in the same bits. */
  public final long int64() {
    align(Long.BYTES);
    require(1, Long.BYTES);
    return buffer.getLong();
  }

  public final float float32() {
    return Float.intBitsToFloat(int32());
  }

  public final double float64() {
    return Double.longBitsToDouble(int64());
  }

  /** How many elements follow: never more than there are bytes left. */
  public final int count() {
    int count = int32();
    require(Integer.toUnsignedLong(count), 1);
    return count;
  }

  public final byte[] int8s(int count) {
    require(count, 1);
    byte[] values = new byte[count];
    buffer.get(values);
    return values;
  }

  public final int[] int32s(int count) {
    startArray(count, Integer.BYTES);
    int[] values = new int[count];
    buffer.asIntBuffer().get(values);
    skip(count * Integer.BYTES);
    return values;
  }

  public final float[] float32s(int count) {
    startArray(count, Float.BYTES);
    float[] values = new float[count];
    buffer.asFloatBuffer().get(values);
    skip(count * Float.BYTES);
    return values;
  }

  public final double[] float64s(int count) {
    startArray(count, Double.BYTES);
    double[] values = new double[count];
    buffer.asDoubleBuffer().get(values);
    skip(count * Double.BYTES);
    return values;
  }

  public final List<String> strings(int count) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(string());
    }
    return values;
  }

  public final <T> List<T> list(MessageType<T> element, int count) {
    List<T> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(element.read(this));
    }
    return values;
  }

  /** An empty array has no elements to align. */
  private void startArray(int count, int bytes) {
    if (count > 0) {
      align(bytes);
    }
    require(count, bytes);
  }

  protected final void skip(int bytes) {
    require(bytes, 1);
    buffer.position(buffer.position() + bytes);
  }

  /** Bytes since the message began. */
  protected final int position() {
    return buffer.position() - start;
  }

  protected final String text(int length) {
    return new String(int8s(length), StandardCharsets.UTF_8);
  }

  private void require(long count, int bytes) {
    if (count * bytes > buffer.remaining()) {
      throw malformed(
          "%d bytes are wanted, %d are left".formatted(count * bytes, buffer.remaining()));
    }
  }

  protected final MalformedMessageException malformed(String reason) {
    return new MalformedMessageException(type, position(), reason);
  }
}
