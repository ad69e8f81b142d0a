package org.waymark.descriptors.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of number in files of weights; floating-point ones become float32. */
public enum ElementType {
  FLOAT32("Float", "F32", 4),
  FLOAT64("Double", "F64", 8),
  FLOAT16("Half", "F16", 2),
  BFLOAT16("BFloat16", "BF16", 2),
  INT64("Long", "I64", 8),
  INT32("Int", "I32", 4),
  INT16("Short", "I16", 2),
  INT8("Char", "I8", 1),
  UINT8("Byte", "U8", 1),
  BOOL("Bool", "BOOL", 1);

  private static final int CHUNK_BYTES = 1 << 16;

  private final String torch;
  private final String safetensors;
  private final int bytes;

  ElementType(String torch, String safetensors, int bytes) {
    this.torch = torch;
    this.safetensors = safetensors;
    this.bytes = bytes;
  }

  /** By the name of PyTorch's storage, e.g. {@code Half} of {@code torch.HalfStorage}. */
  public static Optional<ElementType> ofTorch(String name) {
    return Arrays.stream(values()).filter(type -> type.torch.equals(name)).findFirst();
  }

  /** By the name in a safetensors header, e.g. {@code BF16}. */
  public static Optional<ElementType> ofSafetensors(String name) {
    return Arrays.stream(values()).filter(type -> type.safetensors.equals(name)).findFirst();
  }

  /** Size of one number. */
  public int bytes() {
    return bytes;
  }

  /** Whether numbers of this kind can be weights. */
  public boolean isFloatingPoint() {
    return switch (this) {
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> true;
      case INT64, INT32, INT16, INT8, UINT8, BOOL -> false;
    };
  }

  /**
   * Reads little-endian numbers, rounded to float32.
   *
   * @param count that the caller has checked against the size of the file
   * @throws EOFException when the stream holds fewer
   */
  public float[] read(InputStream in, int count) throws IOException {
    if (!isFloatingPoint()) {
      throw new IllegalArgumentException(this + " is no floating-point type");
    }
    float[] values = new float[count];
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int from = 0; from < count; ) {
      int now = Math.min(CHUNK_BYTES / bytes, count - from);
      if (in.readNBytes(chunk, 0, now * bytes) < now * bytes) {
        throw new EOFException("the file ended early");
      }
      decode(ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN), values, from, now);
      from += now;
    }
    return values;
  }

  private void decode(ByteBuffer from, float[] into, int at, int count) {
    switch (this) {
      case FLOAT32 -> from.asFloatBuffer().get(into, at, count);
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = (float) from.getDouble(i * bytes);
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = Float.float16ToFloat(from.getShort(i * bytes));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = Float.intBitsToFloat(from.getShort(i * bytes) << 16);
        }
      }
      default -> throw new IllegalArgumentException(this + " is no floating-point type");
    }
  }
}
