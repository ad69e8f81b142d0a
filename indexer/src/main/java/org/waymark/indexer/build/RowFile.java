package org.waymark.indexer.build;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.waymark.core.npy.NpyMatrix;

/**
 * The rows of an array file that an extraction wrote, float32 in C order, read in any order: a
 * shuffled map reads each where it lies and keeps none. Not safe for use by two threads at once.
 */
final class RowFile implements Rows, AutoCloseable {

  private final FileChannel channel;
  private final ByteBuffer buffer;
  private final long offset;
  private final int rows;
  private final int columns;

  private RowFile(FileChannel channel, long rows, int columns) throws IOException {
    this.channel = channel;
    this.rows = Math.toIntExact(rows);
    this.columns = columns;
    buffer = ByteBuffer.allocateDirect(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    // Nothing follows the numbers.
    offset = channel.size() - rows * columns * Float.BYTES;
  }

  /**
   * @throws org.waymark.core.WaymarkException when the file is no whole array
   */
  static RowFile open(Path file) throws IOException {
    long rows;
    int columns;
    try (NpyMatrix matrix = NpyMatrix.open(file)) {
      rows = matrix.rows();
      columns = matrix.columns();
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new RowFile(channel, rows, columns);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int size() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public float[] row(int row) throws IOException {
    buffer.clear();
    long position = offset + (long) row * buffer.capacity();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("row %d of %d".formatted(row, rows));
      }
    }
    float[] values = new float[columns];
    buffer.flip().asFloatBuffer().get(values);
    return values;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
