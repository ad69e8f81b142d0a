package org.waymark.descriptors.npy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a float32 matrix, row by row, as NumPy's {@code .npy} version 1.0 in C order.
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

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

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
    out.write(header(rows, columns));
    return new NpyWriter(out, path, rows, columns);
  }

  /** Magic, length and a Python dictionary, padded so that the data begins at a multiple of 64. */
  private static byte[] header(long rows, int columns) {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s, %s), }"
            .formatted(Long.toString(rows), Integer.toString(columns));
    int unpadded = MAGIC.length + Short.BYTES + dictionary.length() + 1;
    int length = Math.ceilDiv(unpadded, ALIGNMENT) * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) (length - MAGIC.length - Short.BYTES));
    header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    while (header.position() < length - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
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
