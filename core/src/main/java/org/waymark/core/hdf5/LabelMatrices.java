package org.waymark.core.hdf5;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.waymark.core.label.GradedLabels;
import org.waymark.core.label.LabelRow;

/** Labels from a dense matrix, or from the condensed upper triangle of a symmetric one. */
final class LabelMatrices {

  /** Rounding of whoever computed the labels; what is outside by more is no label. */
  private static final float ROUNDING = 1e-3f;

  private LabelMatrices() {}

  static GradedLabels read(NumericDataset dataset) {
    long[] dimensions = dataset.dimensions();
    return switch (dimensions.length) {
      case 1 -> condensed(dataset, dimensions[0]);
      case 2 -> matrix(dataset, (int) dimensions[0], (int) dimensions[1]);
      default ->
          throw dataset.failure(
              "has shape %s; labels are [query][place] or a condensed upper triangle"
                  .formatted(Arrays.toString(dimensions)));
    };
  }

  private static GradedLabels matrix(NumericDataset dataset, int queries, int places) {
    List<LabelRow> rows = new ArrayList<>(queries);
    int step = dataset.rowsPerBlock();
    for (int first = 0; first < queries; first += step) {
      for (float[] row : dataset.rows(first, Math.min(step, queries - first))) {
        for (int place = 0; place < places; place++) {
          row[place] = checked(dataset, row[place], rows.size(), place);
        }
        rows.add(LabelRow.dense(row));
      }
    }
    return new GradedLabels(places, rows);
  }

  /**
   * The order is SciPy's: (0,1), (0,2), ... (1,2), ... The diagonal, which is not stored, is 1: a
   * picture sees what it sees itself.
   */
  private static GradedLabels condensed(NumericDataset dataset, long length) {
    int n = (int) Math.round((1 + Math.sqrt(1 + 8.0 * length)) / 2);
    if ((long) n * (n - 1) / 2 != length) {
      throw dataset.failure(
          "is a vector of %d values; a condensed upper triangle has n(n-1)/2, e.g. %d or %d"
              .formatted(length, (long) (n - 1) * (n - 2) / 2, (long) n * (n - 1) / 2));
    }
    // Row by row of the triangle: each row gets its entries in ascending order of places.
    RowBuilder[] rows = new RowBuilder[n];
    Arrays.setAll(rows, i -> new RowBuilder());
    int query = 0;
    int place = 0;
    int step = dataset.rowsPerBlock();
    for (long first = 0; first < length; first += step) {
      for (float value : dataset.values(first, (int) Math.min(step, length - first))) {
        if (++place == n) {
          query++;
          place = query + 1;
        }
        if (place == query + 1) {
          rows[query].add(query, 1);
        }
        float psi = checked(dataset, value, query, place);
        if (psi != 0) {
          rows[query].add(place, psi);
          rows[place].add(query, psi);
        }
      }
    }
    rows[n - 1].add(n - 1, 1);
    return new GradedLabels(n, Arrays.stream(rows).map(r -> r.build(n)).toList());
  }

  static float checked(NumericDataset dataset, float psi, int query, int place) {
    if (!(psi >= -ROUNDING && psi <= 1 + ROUNDING)) {
      throw dataset.failure(
          "has %s at query %d, place %d; labels are from 0 to 1".formatted(psi, query, place));
    }
    return Math.clamp(psi, 0, 1);
  }

  /** One row while it grows. */
  private static final class RowBuilder {
    private int[] index = new int[8];
    private float[] psi = new float[8];
    private int size;

    void add(int place, float value) {
      if (size == index.length) {
        index = Arrays.copyOf(index, 2 * size);
        psi = Arrays.copyOf(psi, 2 * size);
      }
      index[size] = place;
      psi[size++] = value;
    }

    LabelRow build(int places) {
      return LabelRow.sparse(places, Arrays.copyOf(index, size), Arrays.copyOf(psi, size));
    }
  }
}
