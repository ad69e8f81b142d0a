package org.waymark.descriptors.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * An array of float32 numbers with a shape, row-major. Mutable content, shared and not copied: who
 * hands one over no longer writes to it.
 */
public record Tensor(List<Integer> shape, float[] values) {

  private static final int CHUNK_FLOATS = 1 << 14;

  public Tensor {
    shape = List.copyOf(shape);
    if (count(shape) != values.length) {
      throw new IllegalArgumentException(
          "shape %s does not hold %d values".formatted(shape, values.length));
    }
  }

  /** All elements equal. */
  public static Tensor filled(List<Integer> shape, float value) {
    float[] values = new float[Math.toIntExact(count(shape))];
    Arrays.fill(values, value);
    return new Tensor(shape, values);
  }

  /** Writes all numbers as little-endian float32; does not close {@code out}. */
  public void write(OutputStream out) throws IOException {
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /** How many elements a shape holds; 1 for a scalar's empty shape. */
  public static long count(List<Integer> shape) {
    long count = 1;
    for (int side : shape) {
      if (side < 0) {
        throw new IllegalArgumentException("shape %s has a negative side".formatted(shape));
      }
      count = Math.multiplyExact(count, side);
    }
    return count;
  }
}
