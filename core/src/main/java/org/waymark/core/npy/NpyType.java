package org.waymark.core.npy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of number that are read and written; each with NumPy's name and its size in bytes. */
public enum NpyType {
  BOOL("b1"),
  INT8("i1"),
  INT16("i2"),
  INT32("i4"),
  INT64("i8"),
  UINT8("u1"),
  UINT16("u2"),
  UINT32("u4"),
  UINT64("u8"),
  FLOAT16("f2"),
  FLOAT32("f4"),
  FLOAT64("f8");

  private final String code;
  private final int bytes;

  NpyType(String code) {
    this.code = code;
    bytes = code.charAt(1) - '0';
  }

  static Optional<NpyType> of(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }

  /** Size of one number. */
  public int bytes() {
    return bytes;
  }

  /** Whether {@link NpyArray#longs} can give the numbers exactly (uint64 up to 2^63 - 1). */
  public boolean isInteger() {
    return code.charAt(0) != 'f';
  }

  /** NumPy's name of this type in little-endian order, e.g. {@code <f4}. */
  String descriptor() {
    return (bytes == 1 ? "|" : "<") + code;
  }

  /** The number at a byte position, in the buffer's order; integers above 2^53 are rounded. */
  double doubleAt(ByteBuffer data, int at) {
    return switch (this) {
      case FLOAT16 -> Float.float16ToFloat(data.getShort(at));
      case FLOAT32 -> data.getFloat(at);
      case FLOAT64 -> data.getDouble(at);
      case UINT64 -> unsigned(data.getLong(at));
      default -> longAt(data, at);
    };
  }

  /** As {@link #doubleAt}, for integers; uint64 as the signed number of the same bits. */
  long longAt(ByteBuffer data, int at) {
    return switch (this) {
      case BOOL -> data.get(at) == 0 ? 0 : 1;
      case INT8 -> data.get(at);
      case INT16 -> data.getShort(at);
      case INT32 -> data.getInt(at);
      case INT64, UINT64 -> data.getLong(at);
      case UINT8 -> Byte.toUnsignedInt(data.get(at));
      case UINT16 -> Short.toUnsignedInt(data.getShort(at));
      case UINT32 -> Integer.toUnsignedLong(data.getInt(at));
      case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalArgumentException(this + " is no integer");
    };
  }

  /** Halved with its lowest bit kept, so that the conversion rounds once and to nearest. */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }
}
