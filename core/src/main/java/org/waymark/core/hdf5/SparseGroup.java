package org.waymark.core.hdf5;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.label.GradedLabels;
import org.waymark.core.label.LabelRow;

/**
 * Labels in compressed sparse row form, SciPy's {@code csr_matrix}: a group with the attribute
 * {@code shape} (queries, places) and the vectors {@code indptr} (queries + 1), {@code indices} and
 * {@code data}. The entries of query q are those from {@code indptr[q]} to {@code indptr[q + 1]}.
 */
final class SparseGroup {

  static final String SHAPE = "shape";
  static final String INDPTR = "indptr";
  static final String INDICES = "indices";
  static final String DATA = "data";

  private SparseGroup() {}

  static GradedLabels read(Path file, Group group) {
    long[] shape = shape(file, group);
    NumericDataset data = vector(file, group, DATA);
    long[] start = vector(file, group, INDPTR).integers();
    long[] indices = vector(file, group, INDICES).integers();
    if (start.length != shape[0] + 1
        || start[0] != 0
        || start[start.length - 1] != indices.length
        || data.dimensions()[0] != indices.length) {
      throw new WaymarkException(
          "%s, group '%s': indptr has %d values (to %d), indices %d, data %d for %d queries; they do not belong together"
              .formatted(
                  file,
                  group.getPath(),
                  start.length,
                  start.length == 0 ? 0 : start[start.length - 1],
                  indices.length,
                  data.dimensions()[0],
                  shape[0]));
    }
    int places = (int) shape[1];
    List<LabelRow> rows = new ArrayList<>();
    for (int q = 0; q < shape[0]; q++) {
      if (start[q + 1] < start[q]) {
        throw new WaymarkException(
            "%s, group '%s': indptr falls at query %d".formatted(file, group.getPath(), q));
      }
      int count = (int) (start[q + 1] - start[q]);
      int first = (int) start[q];
      int[] index = new int[count];
      for (int i = 0; i < count; i++) {
        index[i] = (int) indices[first + i];
      }
      float[] psi = data.values(first, count);
      for (int i = 0; i < count; i++) {
        psi[i] = LabelMatrices.checked(data, psi[i], q, index[i]);
      }
      try {
        rows.add(LabelRow.sparse(places, index, psi));
      } catch (IllegalArgumentException e) {
        throw new WaymarkException(
            "%s, group '%s', query %d: %s; indices ascend (scipy: sort_indices())"
                .formatted(file, group.getPath(), q, e.getMessage()),
            e);
      }
    }
    return new GradedLabels(places, rows);
  }

  private static long[] shape(Path file, Group group) {
    Attribute attribute = group.getAttribute(SHAPE);
    Object value = attribute == null ? null : attribute.getData();
    long[] shape =
        switch (value) {
          case long[] sides -> sides;
          case int[] sides -> Arrays.stream(sides).asLongStream().toArray();
          case null, default -> new long[0];
        };
    if (shape.length != 2
        || Arrays.stream(shape).anyMatch(side -> side < 0 || side > Integer.MAX_VALUE - 8)) {
      throw new WaymarkException(
          "%s, group '%s' has no attribute 'shape' of two integers (queries, places)"
              .formatted(file, group.getPath()));
    }
    return shape;
  }

  private static NumericDataset vector(Path file, Group group, String name) {
    if (!(group.getChildren().get(name) instanceof Dataset dataset)
        || dataset.getDimensionsAsLong().length != 1
        || dataset.getDimensionsAsLong()[0] > Integer.MAX_VALUE - 8) {
      throw new WaymarkException(
          "%s, group '%s' has no vector '%s'; sparse labels are indptr, indices and data. Its keys are: %s"
              .formatted(
                  file, group.getPath(), name, String.join(", ", group.getChildren().keySet())));
    }
    return new NumericDataset(file, dataset);
  }
}
