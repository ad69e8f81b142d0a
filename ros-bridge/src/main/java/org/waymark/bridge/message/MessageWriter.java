package org.waymark.bridge.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Puts a message's fields into bytes, little endian. Not for use by several threads. */
public abstract sealed class MessageWriter permits Ros1Writer, CdrWriter {

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] bytes;
  private ByteBuffer buffer;

  /**
   * @param capacity bytes to begin with; more are taken as they are needed
   */
  protected MessageWriter(int capacity) {
    this.bytes = new byte[capacity];
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fills up what lies before a value of this many bytes. */
  protected abstract void align(int bytes);

  /** The counter of a header, where the encoding has one. */
  public abstract void sequence(int value);

  /** A text, in UTF-8. */
  public abstract void string(String value);

  /**
   * @param nanos since the epoch
   * @throws IllegalArgumentException when the encoding has no such time
   */
  public abstract void time(long nanos);

  /**
   * @param nanos how long
   * @throws IllegalArgumentException when the encoding has no such duration
   */
  public abstract void duration(long nanos);

  public final void bool(boolean value) {
    int8((byte) (value ? 1 : 0));
  }

  public final void int8(byte value) {
    room(1).put(value);
  }

  public final void int16(short value) {
    align(Short.BYTES);
    room(Short.BYTES).putShort(value);
  }

  /** The lower 16 bits. */
  public final void uint16(int value) {
    int16((short) value);
  }

  public final void int32(int value) {
    align(Integer.BYTES);
    room(Integer.BYTES).putInt(value);
  }

  public final void int64(long value) {
    align(Long.BYTES);
    room(Long.BYTES).putLong(value);
  }

  public final void float32(float value) {
    int32(Float.floatToRawIntBits(value));
  }

  public final void float64(double value) {
    int64(Double.doubleToRawLongBits(value));
  }

  /** How many elements follow. */
  public final void count(int count) {
    int32(count);
  }

  public final void int8s(byte[] values) {
    room(values.length).put(values);
  }

  public final void int32s(int[] values) {
    startArray(values.length, Integer.BYTES).asIntBuffer().put(values);
    skip(values.length * Integer.BYTES);
  }

  public final void float32s(float[] values) {
    startArray(values.length, Float.BYTES).asFloatBuffer().put(values);
    skip(values.length * Float.BYTES);
  }

  public final void float64s(double[] values) {
    startArray(values.length, Double.BYTES).asDoubleBuffer().put(values);
    skip(values.length * Double.BYTES);
  }

  public final void strings(List<String> values) {
    values.forEach(this::string);
  }

  public final <T> void list(MessageType<T> element, List<T> values) {
    for (T value : values) {
      element.write(value, this);
    }
  }

  /** What was written, not copied: it changes when more is written. */
  public final ByteBuffer written() {
    return ByteBuffer.wrap(bytes, 0, position()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What was written. */
  protected final byte[] toByteArray() {
    return position() == bytes.length ? bytes : Arrays.copyOf(bytes, position());
  }

  protected final int position() {
    return buffer.position();
  }

  private ByteBuffer startArray(int count, int size) {
    if (count > 0) {
      align(size);
    }
    return room((long) count * size);
  }

  private void skip(int count) {
    buffer.position(buffer.position() + count);
  }

  /** The buffer, with so much room. */
  private ByteBuffer room(long count) {
    if (count > buffer.remaining()) {
      long wanted = position() + count;
      if (wanted > LARGEST_ARRAY) {
        throw new IllegalArgumentException("a message of " + wanted + " bytes is too large");
      }
      int position = position();
      bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, Math.max(wanted, 2L * position)));
      buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(position);
    }
    return buffer;
  }
}
