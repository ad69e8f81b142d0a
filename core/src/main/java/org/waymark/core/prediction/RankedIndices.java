package org.waymark.core.prediction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.npy.NpyArray;
import org.waymark.core.npy.NpyWriter;

/**
 * Ranked places as a .npy of integers {@code [query][rank]}, best first: what {@code faiss} returns
 * and the Python reference stores. A row ends at its first -1.
 */
public final class RankedIndices {

  private static final int NONE = -1;

  private RankedIndices() {}

  /**
   * @param queries how many rows there must be
   * @param places below which indices must be
   * @return {@code [query][rank]}
   * @throws WaymarkException when the file is unreadable, of another shape, or a row holds an index
   *     twice or one that is no place, naming the row
   */
  public static List<int[]> read(Path file, int queries, int places) {
    NpyArray array = NpyArray.read(file);
    if (array.shape().size() != 2 || array.rows() != queries || array.columns() == 0) {
      throw new WaymarkException(
          "predictions %s have shape %s; one row for each of %d queries is needed"
              .formatted(file, array.shape(), queries));
    }
    if (!array.type().isInteger()) {
      throw new WaymarkException(
          "predictions %s hold %s; indices are integers".formatted(file, array.type()));
    }
    long[] all = array.longs();
    List<int[]> ranked = new ArrayList<>(queries);
    for (int q = 0; q < queries; q++) {
      ranked.add(row(file, q, all, array.columns(), places));
    }
    return ranked;
  }

  private static int[] row(Path file, int query, long[] all, int columns, int places) {
    int[] row = new int[columns];
    int n = 0;
    for (; n < columns && all[query * columns + n] != NONE; n++) {
      long index = all[query * columns + n];
      if (index < 0 || index >= places) {
        throw new WaymarkException(
            "predictions %s: row %d names place %d; the map has %d, counted from 0"
                .formatted(file, query, index, places));
      }
      row[n] = (int) index;
    }
    int[] found = Arrays.copyOf(row, n);
    if (Arrays.stream(found).distinct().count() != n) {
      throw new WaymarkException(
          "predictions %s: row %d names a place twice".formatted(file, query));
    }
    return found;
  }

  /**
   * Writes int64, shorter rows filled with -1.
   *
   * @throws WaymarkException when it cannot be written
   */
  public static void write(Path file, List<int[]> ranked) {
    int columns = ranked.stream().mapToInt(row -> row.length).max().orElse(0);
    long[] all = new long[Math.multiplyExact(ranked.size(), columns)];
    Arrays.fill(all, NONE);
    for (int q = 0; q < ranked.size(); q++) {
      for (int rank = 0; rank < ranked.get(q).length; rank++) {
        all[q * columns + rank] = ranked.get(q)[rank];
      }
    }
    try {
      NpyWriter.write(file, NpyArray.of(all, ranked.size(), columns));
    } catch (IOException e) {
      throw new WaymarkException("predictions %s cannot be written: %s".formatted(file, e), e);
    }
  }
}
