package org.waymark.core.npy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a float32 matrix, row by row, as NumPy's {@code .npy} version 1.0 in C order; or an array
 * at once.
 *
 * <pre>{@code
 * try (NpyWriter writer = NpyWriter.create(path, rows, columns)) {
 *   for (float[] row : matrix) {
 *     writer.write(row);
 *   }
 * }
 * }</pre>
 *
 * <p>Closing before all rows came is an error, for the file would not load.
 */
public final class NpyWriter implements AutoCloseable {

  private final OutputStream out;
  private final Path path;
  private final long rows;
  private final ByteBuffer row;
  private long written;

  private NpyWriter(OutputStream out, Path path, long rows, int columns) {
    this.out = out;
    this.path = path;
    this.rows = rows;
    row = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Creates or replaces a file for {@code rows} rows of {@code columns} numbers. */
  public static NpyWriter create(Path path, long rows, int columns) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
    out.write(NpyHeader.write(NpyType.FLOAT32, List.of(rows, (long) columns)));
    return new NpyWriter(out, path, rows, columns);
  }

  /** Writes a whole array; replaces a file that is there. */
  public static void write(Path path, NpyArray array) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
      array.write(out);
    }
  }

  /** Appends one row. */
  public void write(float[] values) throws IOException {
    if (values.length * Float.BYTES != row.capacity()) {
      throw new IllegalArgumentException(
          "row of %d numbers where %s has %d columns"
              .formatted(values.length, path, row.capacity() / Float.BYTES));
    }
    if (written == rows) {
      throw new IllegalStateException("%s has its %d rows already".formatted(path, rows));
    }
    row.asFloatBuffer().put(values);
    out.write(row.array());
    written++;
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (written != rows) {
      throw new IOException(
          "%s is incomplete: %d of %d rows were written".formatted(path, written, rows));
    }
  }
}
