package org.waymark.core.metric;

import java.nio.file.Path;
import java.util.Locale;
import org.waymark.core.WaymarkException;
import org.waymark.core.hdf5.LabelFile;
import org.waymark.core.label.LabelRow;
import org.waymark.core.label.LabelRows;
import org.waymark.core.npy.NpyMatrix;

/**
 * Ground truth from a file: labels in HDF5 (see {@link LabelFile}), or a matrix {@code
 * [query][place]} of booleans or graded similarities in .npy.
 */
public final class TruthFile {

  private TruthFile() {}

  /**
   * @param threshold a pair is the same place when its value is above this
   * @throws WaymarkException when the file is missing, damaged or holds something else
   */
  public static GroundTruth read(Path file, double threshold) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
      return GroundTruth.above(LabelFile.read(file), threshold);
    }
    try (NpyMatrix matrix = NpyMatrix.open(file)) {
      if (matrix.rows() > Integer.MAX_VALUE - 8) {
        throw new WaymarkException("truth %s has %d rows".formatted(file, matrix.rows()));
      }
      return GroundTruth.above(new NpyLabels(file, matrix), threshold);
    }
  }

  private record NpyLabels(Path file, NpyMatrix matrix) implements LabelRows {

    @Override
    public int queries() {
      return (int) matrix.rows();
    }

    @Override
    public int places() {
      return matrix.columns();
    }

    @Override
    public LabelRow row(int query) {
      float[] row = matrix.row(query);
      for (int place = 0; place < row.length; place++) {
        if (!(row[place] >= 0 && row[place] <= 1)) {
          throw new WaymarkException(
              "truth %s: row %d, column %d (from 0) is %s; values are booleans or 0 to 1"
                  .formatted(file, query, place, row[place]));
        }
      }
      return LabelRow.dense(row);
    }
  }
}
