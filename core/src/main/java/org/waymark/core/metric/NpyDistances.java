package org.waymark.core.metric;

import java.nio.file.Path;
import org.waymark.core.WaymarkException;
import org.waymark.core.npy.NpyMatrix;

/** Distances {@code [query][place]} from a .npy file, read row by row; close it after use. */
public final class NpyDistances implements DistanceRows, AutoCloseable {

  private final Path file;
  private final NpyMatrix matrix;

  private NpyDistances(Path file, NpyMatrix matrix) {
    this.file = file;
    this.matrix = matrix;
  }

  /**
   * @throws WaymarkException when it is missing, damaged, no matrix, or without rows or columns
   */
  public static NpyDistances open(Path file) {
    NpyMatrix matrix = NpyMatrix.open(file);
    if (matrix.rows() == 0 || matrix.columns() == 0 || matrix.rows() > Integer.MAX_VALUE - 8) {
      matrix.close();
      throw new WaymarkException(
          "distances %s are %d x %d; a row for each query and a column for each place are needed"
              .formatted(file, matrix.rows(), matrix.columns()));
    }
    return new NpyDistances(file, matrix);
  }

  @Override
  public int queries() {
    return (int) matrix.rows();
  }

  @Override
  public int places() {
    return matrix.columns();
  }

  /**
   * @throws WaymarkException when a distance is not finite, naming row and column
   */
  @Override
  public double[] row(int query) {
    double[] row = new double[matrix.columns()];
    synchronized (matrix) {
      matrix.readRow(query, row);
    }
    for (int place = 0; place < row.length; place++) {
      if (!Double.isFinite(row[place])) {
        throw new WaymarkException(
            "distances %s: row %d, column %d (from 0) is %s"
                .formatted(file, query, place, row[place]));
      }
    }
    return row;
  }

  @Override
  public void close() {
    matrix.close();
  }
}
