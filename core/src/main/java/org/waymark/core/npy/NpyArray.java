package org.waymark.core.npy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * A NumPy array in memory. Its numbers are given in C order (the last index runs fastest), however
 * the file had them. Arrays that do not fit are read row by row with {@link NpyMatrix}.
 */
public final class NpyArray {

  private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  private final NpyType type;
  private final List<Integer> shape;

  /** The numbers in C order, in the buffer's byte order. */
  private final ByteBuffer data;

  private NpyArray(NpyType type, List<Integer> shape, ByteBuffer data) {
    this.type = type;
    this.shape = List.copyOf(shape);
    this.data = data;
  }

  /**
   * Reads an array file.
   *
   * @throws WaymarkException when it is missing, damaged, too large or of another type, naming it
   */
  public static NpyArray read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, Files.size(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new WaymarkException("there is no array %s".formatted(file), e);
    } catch (IOException e) {
      throw new WaymarkException(
          "cannot read array %s: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }

  /**
   * Reads an array file from a stream.
   *
   * @param size of the whole file in bytes, checked against the shape before memory is taken
   * @param source its name, for messages
   */
  static NpyArray read(InputStream in, long size, String source) throws IOException {
    NpyHeader header = NpyHeader.read(in, source);
    header.requireBytes(size - header.dataOffset(), source);
    long bytes = header.dataBytes(source);
    if (bytes > MAX_BYTES || header.shape().stream().anyMatch(side -> side > Integer.MAX_VALUE)) {
      throw new WaymarkException(
          "array %s of shape %s is too large to be held in memory at once"
              .formatted(source, header.shape()));
    }
    byte[] content = in.readNBytes((int) bytes);
    if (content.length < bytes) {
      throw NpyHeaderText.damaged(source, "it ended early");
    }
    List<Integer> shape = header.shape().stream().map(Math::toIntExact).toList();
    byte[] ordered =
        header.fortran() && shape.size() > 1
            ? rowMajor(content, shape, header.type().bytes())
            : content;
    return new NpyArray(header.type(), shape, ByteBuffer.wrap(ordered).order(header.order()));
  }

  /** Moves each number from where Fortran order has it to where C order has it. */
  private static byte[] rowMajor(byte[] columnMajor, List<Integer> shape, int size) {
    byte[] rowMajor = new byte[columnMajor.length];
    int dimensions = shape.size();
    long[] stride = new long[dimensions];
    long step = size;
    for (int d = 0; d < dimensions; d++) {
      stride[d] = step;
      step *= shape.get(d);
    }
    int[] index = new int[dimensions];
    long from = 0;
    for (int to = 0; to < rowMajor.length; to += size) {
      System.arraycopy(columnMajor, (int) from, rowMajor, to, size);
      for (int d = dimensions - 1; d >= 0; d--) {
        from += stride[d];
        if (++index[d] < shape.get(d)) {
          break;
        }
        from -= stride[d] * shape.get(d);
        index[d] = 0;
      }
    }
    return rowMajor;
  }

  /** A float32 array. */
  public static NpyArray of(float[] values, Integer... shape) {
    ByteBuffer data = allocate(values.length, NpyType.FLOAT32, shape);
    data.asFloatBuffer().put(values);
    return new NpyArray(NpyType.FLOAT32, List.of(shape), data);
  }

  /** A float64 array. */
  public static NpyArray of(double[] values, Integer... shape) {
    ByteBuffer data = allocate(values.length, NpyType.FLOAT64, shape);
    data.asDoubleBuffer().put(values);
    return new NpyArray(NpyType.FLOAT64, List.of(shape), data);
  }

  /** An int64 array. */
  public static NpyArray of(long[] values, Integer... shape) {
    ByteBuffer data = allocate(values.length, NpyType.INT64, shape);
    data.asLongBuffer().put(values);
    return new NpyArray(NpyType.INT64, List.of(shape), data);
  }

  private static ByteBuffer allocate(int count, NpyType type, Integer... shape) {
    if (Arrays.stream(shape).mapToLong(Integer::longValue).reduce(1, Math::multiplyExact)
        != count) {
      throw new IllegalArgumentException(
          "shape %s does not hold %d numbers".formatted(Arrays.toString(shape), count));
    }
    return ByteBuffer.allocate(Math.multiplyExact(count, type.bytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Kind of its numbers in the file. */
  public NpyType type() {
    return type;
  }

  /** Its sides; empty for a single number. */
  public List<Integer> shape() {
    return shape;
  }

  /** How many numbers it holds. */
  public int count() {
    return data.capacity() / type.bytes();
  }

  /** Rows of a matrix. */
  public int rows() {
    requireMatrix();
    return shape.getFirst();
  }

  /** Columns of a matrix. */
  public int columns() {
    requireMatrix();
    return shape.getLast();
  }

  /** All numbers, rounded to float32. */
  public float[] floats() {
    return floats(0, count());
  }

  /** One row of a matrix, rounded to float32. */
  public float[] floatRow(int row) {
    return floats(Math.multiplyExact(Objects.checkIndex(row, rows()), columns()), columns());
  }

  private float[] floats(int first, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) type.doubleAt(data, (first + i) * type.bytes());
    }
    return values;
  }

  /** All numbers; integers above 2^53 are rounded. */
  public double[] doubles() {
    double[] values = new double[count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.doubleAt(data, i * type.bytes());
    }
    return values;
  }

  /**
   * All numbers of an array of integers or booleans.
   *
   * @throws IllegalStateException when {@link #type} is no integer
   */
  public long[] longs() {
    if (!type.isInteger()) {
      throw new IllegalStateException("an array of %s has no integers".formatted(type));
    }
    long[] values = new long[count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.longAt(data, i * type.bytes());
    }
    return values;
  }

  /** Writes it as a file of its own; does not close {@code out}. */
  void write(OutputStream out) throws IOException {
    out.write(NpyHeader.write(type, shape.stream().map(Integer::longValue).toList()));
    out.write(littleEndian());
  }

  private byte[] littleEndian() {
    byte[] bytes = new byte[data.capacity()];
    data.get(0, bytes);
    if (data.order() == ByteOrder.LITTLE_ENDIAN) {
      return bytes;
    }
    for (int from = 0; from < bytes.length; from += type.bytes()) {
      for (int low = from, high = from + type.bytes() - 1; low < high; low++, high--) {
        byte swapped = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = swapped;
      }
    }
    return bytes;
  }

  private void requireMatrix() {
    if (shape.size() != 2) {
      throw new IllegalStateException("an array of shape %s is no matrix".formatted(shape));
    }
  }
}
