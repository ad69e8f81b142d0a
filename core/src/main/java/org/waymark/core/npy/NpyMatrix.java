package org.waymark.core.npy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * A matrix on disk, of any size, read row by row:
 *
 * <pre>{@code
 * try (NpyMatrix distances = NpyMatrix.open(file)) {
 *   for (long query = 0; query < distances.rows(); query++) {
 *     float[] row = distances.row(query);
 *   }
 * }
 * }</pre>
 *
 * <p>Holds one block of rows, so rows in ascending order are cheapest; a file in Fortran order is
 * read a block at a time, one piece of every column. Not safe for use by two threads at once.
 */
public final class NpyMatrix implements AutoCloseable {

  private static final int BLOCK_BYTES = 4 << 20;
  private static final int FORTRAN_BLOCK_BYTES = 32 << 20;

  private final Path file;
  private final FileChannel channel;
  private final NpyHeader header;
  private final long rows;
  private final int columns;

  /** Consecutive rows in C order. */
  private final ByteBuffer block;

  private final int blockRows;
  private long blockBegin;
  private long blockEnd;

  private NpyMatrix(Path file, FileChannel channel, NpyHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
    rows = header.shape().getFirst();
    columns = Math.toIntExact(header.shape().getLast());
    int rowBytes = columns * header.type().bytes();
    int wanted = header.fortran() ? FORTRAN_BLOCK_BYTES : BLOCK_BYTES;
    blockRows = (int) Math.clamp(wanted / Math.max(1, rowBytes), 1, Math.max(1, rows));
    block = ByteBuffer.allocate(blockRows * rowBytes).order(header.order());
  }

  /**
   * Opens a file and checks that it holds a whole matrix.
   *
   * @throws WaymarkException when it is missing, damaged, of another type or no matrix
   */
  public static NpyMatrix open(Path file) {
    try {
      NpyHeader header;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        header = NpyHeader.read(in, file.toString());
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        header.requireBytes(channel.size() - header.dataOffset(), file.toString());
        requireMatrix(header, file);
        return new NpyMatrix(file, channel, header);
      } catch (RuntimeException | IOException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new WaymarkException("there is no array %s".formatted(file), e);
    } catch (IOException e) {
      throw new WaymarkException(
          "cannot read array %s: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }

  private static void requireMatrix(NpyHeader header, Path file) {
    if (header.shape().size() != 2) {
      throw new WaymarkException(
          "array %s has shape %s where a matrix was expected".formatted(file, header.shape()));
    }
    if (header.shape().getLast() > BLOCK_BYTES) {
      throw new WaymarkException(
          "array %s has rows of %d numbers, more than %d"
              .formatted(file, header.shape().getLast(), BLOCK_BYTES));
    }
  }

  /** Kind of its numbers in the file. */
  public NpyType type() {
    return header.type();
  }

  public long rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** One row, rounded to float32. */
  public float[] row(long row) {
    float[] values = new float[columns];
    readRow(row, values);
    return values;
  }

  /**
   * Copies one row, rounded to float32.
   *
   * @param into of at least {@link #columns} numbers
   * @throws WaymarkException when the file cannot be read any more
   */
  public void readRow(long row, float[] into) {
    int at = locate(row);
    for (int column = 0; column < columns; column++, at += header.type().bytes()) {
      into[column] = (float) header.type().doubleAt(block, at);
    }
  }

  /** As {@link #readRow(long, float[])}, without rounding but for integers above 2^53. */
  public void readRow(long row, double[] into) {
    int at = locate(row);
    for (int column = 0; column < columns; column++, at += header.type().bytes()) {
      into[column] = header.type().doubleAt(block, at);
    }
  }

  /** Where a row begins in the block, which is loaded if need be. */
  private int locate(long row) {
    Objects.checkIndex(row, rows);
    if (row < blockBegin || row >= blockEnd) {
      try {
        load(row);
      } catch (IOException e) {
        blockEnd = blockBegin;
        throw new WaymarkException(
            "cannot read array %s: %s".formatted(file, FileFailure.reason(e)), e);
      }
    }
    return (int) (row - blockBegin) * columns * header.type().bytes();
  }

  private void load(long first) throws IOException {
    int count = (int) Math.min(blockRows, rows - first);
    int size = header.type().bytes();
    blockBegin = first;
    if (header.fortran()) {
      ByteBuffer piece = ByteBuffer.allocate(count * size);
      for (int column = 0; column < columns; column++) {
        piece.clear();
        fill(piece, header.dataOffset() + (column * rows + first) * size);
        for (int row = 0; row < count; row++) {
          block.put((row * columns + column) * size, piece, row * size, size);
        }
      }
    } else {
      block.clear().limit(count * columns * size);
      fill(block, header.dataOffset() + first * columns * size);
      block.clear();
    }
    blockEnd = first + count;
  }

  private void fill(ByteBuffer target, long position) throws IOException {
    long from = position - target.position();
    while (target.hasRemaining()) {
      if (channel.read(target, from + target.position()) < 0) {
        throw new IOException("the file became shorter");
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new WaymarkException(
          "cannot close array %s: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }
}
