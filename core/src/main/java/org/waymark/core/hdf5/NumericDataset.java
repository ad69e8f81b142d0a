package org.waymark.core.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import java.nio.file.Path;
import org.waymark.core.WaymarkException;

/**
 * A dataset of numbers with one or two dimensions, read as floats in blocks of rows, whatever its
 * type on disk: floats of 16, 32 and 64 bit, integers, and the booleans of h5py (an enumeration of
 * FALSE and TRUE).
 */
final class NumericDataset {

  private static final long BLOCK_BYTES = 16 << 20;

  /** A chunk is decompressed as a whole, so that blocks smaller than one cost time. */
  private static final long LARGEST_BLOCK_BYTES = 512 << 20;

  private final Path file;
  private final Dataset dataset;
  private final long[] dimensions;

  NumericDataset(Path file, Dataset dataset) {
    this.file = file;
    this.dataset = dataset;
    this.dimensions = dataset.getDimensionsAsLong();
    for (long length : dimensions) {
      if (length > Integer.MAX_VALUE - 8 && dimensions.length > 1) {
        throw failure("has a side of %d, more than can be indexed".formatted(length));
      }
    }
  }

  /** Length of each dimension. */
  long[] dimensions() {
    return dimensions.clone();
  }

  /** How many rows to ask for at a time. */
  int rowsPerBlock() {
    long rowBytes = Math.max(1, dimensions.length == 1 ? 8 : 8 * dimensions[1]);
    long rows = BLOCK_BYTES / rowBytes;
    if (dataset instanceof ChunkedDataset chunked) {
      long chunk = chunked.getChunkDimensions()[0];
      rows = Math.max(chunk, rows / chunk * chunk);
      rows = Math.min(rows, LARGEST_BLOCK_BYTES / rowBytes);
    }
    return (int) Math.max(1, Math.min(rows, Math.max(1, dimensions[0])));
  }

  /** Rows of a matrix: {@code [row][column]}. */
  float[][] rows(int first, int count) {
    int columns = (int) dimensions[1];
    float[][] result = new float[count][columns];
    if (columns == 0 || dataset.isEmpty()) {
      return result;
    }
    Object[] slice = (Object[]) slice(new long[] {first, 0}, new int[] {count, columns});
    for (int i = 0; i < count; i++) {
      copy(slice[i], result[i]);
    }
    return result;
  }

  /** Part of a vector. */
  float[] values(long first, int count) {
    float[] result = new float[count];
    if (count > 0 && !dataset.isEmpty()) {
      copy(slice(new long[] {first}, new int[] {count}), result);
    }
    return result;
  }

  /** A whole vector of whole numbers. */
  long[] integers() {
    long[] result = new long[(int) dimensions[0]];
    if (result.length == 0 || dataset.isEmpty()) {
      return result;
    }
    switch (slice(new long[] {0}, new int[] {result.length})) {
      case long[] values -> System.arraycopy(values, 0, result, 0, result.length);
      case int[] values -> java.util.Arrays.setAll(result, i -> values[i]);
      default -> throw failure("holds no 32 or 64 bit integers");
    }
    return result;
  }

  private Object slice(long[] offset, int[] shape) {
    try {
      return dataset.getData(offset, shape);
    } catch (HdfException | IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
      throw new WaymarkException(
          "%s, key '%s' cannot be read: %s".formatted(file, dataset.getPath(), e.getMessage()), e);
    }
  }

  private void copy(Object row, float[] into) {
    switch (row) {
      case float[] values -> System.arraycopy(values, 0, into, 0, into.length);
      case double[] values -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = (float) values[i];
        }
      }
      case byte[] values -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = values[i];
        }
      }
      case short[] values -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = values[i];
        }
      }
      case int[] values -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = values[i];
        }
      }
      case long[] values -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = values[i];
        }
      }
      case String[] names -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = truth(names[i]);
        }
      }
      default ->
          throw failure(
              "holds no numbers but %s; labels are floats, integers or booleans"
                  .formatted(dataset.getJavaType().getSimpleName()));
    }
  }

  private float truth(String name) {
    return switch (name) {
      case "TRUE" -> 1;
      case "FALSE" -> 0;
      default -> throw failure("holds text ('%s'); labels are numbers or booleans".formatted(name));
    };
  }

  WaymarkException failure(String what) {
    return new WaymarkException("%s, key '%s' %s".formatted(file, dataset.getPath(), what));
  }
}
