package org.waymark.core.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;
import org.waymark.core.label.GradedLabels;
import org.waymark.core.label.LabelRow;
import org.waymark.core.label.LabelRows;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * Writes label files: {@code fov} (float) and {@code sim} (1 where psi is above {@link
 * GradedLabels#SAME_PLACE_ABOVE}), as matrices, or in compressed sparse row form where the matrices
 * would be large. Rows are read one after another; a matrix is never in memory.
 */
public final class LabelFileWriter {

  /** Above this, files are sparse unless told otherwise. */
  public static final long DENSE_BYTES = 1L << 30;

  private static final int BYTES_PER_PAIR = Float.BYTES + 1;

  /** What jhdf writes as one vector lies in one buffer. */
  private static final long MOST_ENTRIES = Integer.MAX_VALUE / Long.BYTES;

  private static final DatasetCreationOptions UNSIGNED =
      DatasetCreationOptions.builder().unsigned().build();

  private LabelFileWriter() {}

  /** Which form the file got. */
  public enum Form {
    DENSE,
    SPARSE
  }

  /**
   * Writes the file; it appears under its name only when it is complete.
   *
   * @param attributes recorded at the file's root: text, and numbers as Long or Double
   * @param denseBytes the size above which the sparse form is chosen
   */
  public static Form write(
      Path file,
      LabelRows rows,
      SequencedMap<String, Object> attributes,
      long denseBytes,
      ProgressReporter reporter)
      throws IOException {
    long bytes = (long) rows.queries() * rows.places() * BYTES_PER_PAIR;
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Form form = bytes > denseBytes ? Form.SPARSE : Form.DENSE;
    // jhdf writes into what is there, and would keep the end of a longer file.
    Files.deleteIfExists(unfinished);
    try (Progress progress = reporter.start("writing", rows.queries())) {
      switch (form) {
        case DENSE -> writeDense(unfinished, rows, attributes, progress);
        case SPARSE -> writeSparse(unfinished, rows, attributes, progress);
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (HdfException e) {
      throw new IOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return form;
  }

  /**
   * jhdf lays the file out with one row of zeros standing for every row; then the rows are written
   * over the zeros, where the file says that its data lies.
   */
  private static void writeDense(
      Path file, LabelRows rows, SequencedMap<String, Object> attributes, Progress progress)
      throws IOException {
    float[][] zeroPsi = new float[rows.queries()][];
    Arrays.fill(zeroPsi, new float[rows.places()]);
    byte[][] zeroSim = new byte[rows.queries()][];
    Arrays.fill(zeroSim, new byte[rows.places()]);
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      attributes.forEach(hdf::putAttribute);
      hdf.putDataset(LabelFile.GRADED, zeroPsi);
      hdf.putDataset(LabelFile.BINARY, zeroSim, UNSIGNED);
    }
    long psiAddress;
    long simAddress;
    ByteOrder order = ByteOrder.nativeOrder();
    try (HdfFile hdf = new HdfFile(file)) {
      psiAddress = ((ContiguousDataset) hdf.getDatasetByPath(LabelFile.GRADED)).getDataAddress();
      simAddress = ((ContiguousDataset) hdf.getDatasetByPath(LabelFile.BINARY)).getDataAddress();
    }
    ByteBuffer psi = ByteBuffer.allocate(rows.places() * Float.BYTES).order(order);
    ByteBuffer sim = ByteBuffer.allocate(rows.places());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int q = 0; q < rows.queries(); q++) {
        psi.clear();
        sim.clear();
        for (float value : rows.row(q).toArray()) {
          psi.putFloat(value);
          sim.put((byte) (value > GradedLabels.SAME_PLACE_ABOVE ? 1 : 0));
        }
        writeAt(channel, psi.flip(), psiAddress + (long) q * psi.capacity());
        writeAt(channel, sim.flip(), simAddress + (long) q * sim.capacity());
        progress.advance(1);
      }
    }
  }

  private static void writeAt(FileChannel channel, ByteBuffer bytes, long address)
      throws IOException {
    long at = address;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private static void writeSparse(
      Path file, LabelRows rows, SequencedMap<String, Object> attributes, Progress progress)
      throws IOException {
    long[] start = new long[rows.queries() + 1];
    for (int q = 0; q < rows.queries(); q++) {
      LabelRow row = rows.row(q);
      start[q + 1] = start[q] + count(row, 0);
    }
    long entries = start[rows.queries()];
    if (entries > MOST_ENTRIES) {
      throw new WaymarkException(
          "%d pairs of %d x %d overlap, more than a sparse file takes (%d): label parts of the data set, or use a smaller --radius"
              .formatted(entries, rows.queries(), rows.places(), MOST_ENTRIES));
    }
    int[] index = new int[(int) entries];
    float[] psi = new float[(int) entries];
    long[] simStart = new long[rows.queries() + 1];
    int n = 0;
    int same = 0;
    for (int q = 0; q < rows.queries(); q++) {
      LabelRow row = rows.row(q);
      for (int i = 0; i < row.size(); i++) {
        if (row.psi(i) > 0) {
          index[n] = row.place(i);
          psi[n++] = row.psi(i);
          same += row.psi(i) > GradedLabels.SAME_PLACE_ABOVE ? 1 : 0;
        }
      }
      simStart[q + 1] = same;
      progress.advance(1);
    }
    int[] simIndex = new int[same];
    byte[] ones = new byte[same];
    Arrays.fill(ones, (byte) 1);
    int k = 0;
    for (int i = 0; i < n; i++) {
      if (psi[i] > GradedLabels.SAME_PLACE_ABOVE) {
        simIndex[k++] = index[i];
      }
    }
    long[] shape = {rows.queries(), rows.places()};
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      attributes.forEach(hdf::putAttribute);
      putGroup(hdf.putGroup(LabelFile.GRADED), shape, start, index, psi);
      putGroup(hdf.putGroup(LabelFile.BINARY), shape, simStart, simIndex, ones);
    }
  }

  private static int count(LabelRow row, float above) {
    int count = 0;
    for (int i = 0; i < row.size(); i++) {
      count += row.psi(i) > above ? 1 : 0;
    }
    return count;
  }

  private static void putGroup(
      WritableGroup group, long[] shape, long[] start, int[] index, Object data) {
    group.putAttribute(SparseGroup.SHAPE, shape);
    if (index.length == 0) {
      // jhdf writes no empty vectors; an explicit 0 says the same.
      Arrays.fill(start, 1, start.length, 1);
      putVectors(group, start, new int[1], data instanceof float[] ? new float[1] : new byte[1]);
    } else {
      putVectors(group, start, index, data);
    }
  }

  private static void putVectors(WritableGroup group, long[] start, int[] index, Object data) {
    group.putDataset(SparseGroup.INDPTR, start);
    group.putDataset(SparseGroup.INDICES, index);
    if (data instanceof byte[]) {
      group.putDataset(SparseGroup.DATA, data, UNSIGNED);
    } else {
      group.putDataset(SparseGroup.DATA, data);
    }
  }
}
