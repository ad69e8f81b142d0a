package org.waymark.descriptors.whitening;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.waymark.core.WaymarkException;
import org.waymark.core.npy.NpyMatrix;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.weights.Tensor;

/**
 * Whitening fitted to descriptors: principal components of their covariance (over n, as the GCL
 * reference divides), each over the square root of its eigenvalue.
 *
 * <p>The file is read twice, for the mean and for the covariance about it, in double precision; it
 * need not fit into memory.
 *
 * @param whitening the layer
 * @param descriptors how many it was fitted to
 * @param usable dimensions that the descriptors span
 * @param variance share of their variance within the dimensions kept, 0 to 1
 */
public record WhiteningFit(Whitening whitening, long descriptors, int usable, double variance) {

  /** What one fit decomposes; the work grows with the cube of it. */
  public static final int MAX_DESCRIPTOR_SIZE = 4096;

  /**
   * Below this share of the greatest eigenvalue a direction is rounding: dividing by its root would
   * make noise as loud as the rest.
   */
  private static final double RELATIVE_FLOOR = 1e-10;

  private static final int BLOCK_ROWS = 256;
  private static final double LENGTH_TOLERANCE = 0.01;

  /**
   * Fits.
   *
   * @param file descriptors as {@code .npy}: {@code [picture][number]}, L2-normalised
   * @param dimensions to keep
   * @throws WaymarkException when the file is no such matrix, or its descriptors span fewer
   *     dimensions, naming how many they do
   */
  public static WhiteningFit of(Path file, int dimensions, ProgressReporter reporter) {
    try (NpyMatrix features = NpyMatrix.open(file)) {
      if (features.columns() > MAX_DESCRIPTOR_SIZE) {
        throw new WaymarkException(
            "descriptors of %d numbers in %s are more than the %d that are fitted here; import a whitening layer fitted elsewhere"
                .formatted(features.columns(), file, MAX_DESCRIPTOR_SIZE));
      }
      if (features.rows() < 2) {
        throw new WaymarkException(
            "%s holds %d descriptors, too few to fit whitening to"
                .formatted(file, features.rows()));
      }
      try (Progress progress = reporter.start("fitting", 2 * features.rows())) {
        return new Fitting(file, features, progress).fit(dimensions);
      }
    }
  }

  /** One run over one file. */
  private record Fitting(Path file, NpyMatrix features, Progress progress) {

    WhiteningFit fit(int dimensions) {
      double[] mean = mean();
      PrincipalComponents components =
          features.rows() < features.columns() ? ofRows(mean) : ofColumns(mean);
      int usable = components.usable(RELATIVE_FLOOR);
      if (usable == 0) {
        throw new WaymarkException(
            "all %d descriptors in %s are the same: fit whitening to different pictures"
                .formatted(features.rows(), file));
      }
      if (dimensions > usable) {
        throw new WaymarkException(
            ("%d descriptors in %s span %d dimensions, fewer than the %d asked for: ask for at most"
                    + " %d, or fit to more pictures")
                .formatted(features.rows(), file, usable, dimensions, usable));
      }
      return new WhiteningFit(
          whitening(mean, components, dimensions),
          features.rows(),
          usable,
          Arrays.stream(components.values(), 0, dimensions).sum()
              / Arrays.stream(components.values(), 0, usable).sum());
    }

    private double[] mean() {
      double[] mean = new double[features.columns()];
      double[] row = new double[features.columns()];
      for (long i = 0; i < features.rows(); i++) {
        features.readRow(i, row);
        requireUnitLength(i, row);
        for (int j = 0; j < mean.length; j++) {
          mean[j] += row[j];
        }
        progress.advance(1);
      }
      for (int j = 0; j < mean.length; j++) {
        mean[j] /= features.rows();
      }
      return mean;
    }

    private void requireUnitLength(long index, double[] row) {
      double square = 0;
      for (double value : row) {
        square += value * value;
      }
      // Not a number fails the comparison, too.
      if (!(Math.abs(Math.sqrt(square) - 1) < LENGTH_TOLERANCE)) {
        throw new WaymarkException(
            "row %d of %s has length %s: whitening is fitted to L2-normalised descriptors, as waymark extract writes them"
                .formatted(index, file, (float) Math.sqrt(square)));
      }
    }

    private PrincipalComponents ofColumns(double[] mean) {
      DMatrixRMaj covariance = new DMatrixRMaj(mean.length, mean.length);
      for (long from = 0; from < features.rows(); from += BLOCK_ROWS) {
        DMatrixRMaj block = centred(mean, from, (int) Math.min(BLOCK_ROWS, features.rows() - from));
        CommonOps_MT_DDRM.multAddTransA(1.0 / features.rows(), block, block, covariance);
      }
      return PrincipalComponents.of(covariance);
    }

    private PrincipalComponents ofRows(double[] mean) {
      return PrincipalComponents.ofRows(centred(mean, 0, (int) features.rows()));
    }

    private DMatrixRMaj centred(double[] mean, long from, int rows) {
      DMatrixRMaj block = new DMatrixRMaj(rows, mean.length);
      double[] row = new double[mean.length];
      for (int i = 0; i < rows; i++) {
        features.readRow(from + i, row);
        for (int j = 0; j < mean.length; j++) {
          block.set(i, j, row[j] - mean[j]);
        }
      }
      progress.advance(rows);
      return block;
    }

    private static Whitening whitening(
        double[] mean, PrincipalComponents components, int dimensions) {
      float[] weight = new float[Math.multiplyExact(dimensions, mean.length)];
      float[] bias = new float[dimensions];
      for (int k = 0; k < dimensions; k++) {
        double[] direction = components.oriented(k);
        double scale = 1 / Math.sqrt(components.values()[k]);
        double shift = 0;
        for (int j = 0; j < mean.length; j++) {
          weight[k * mean.length + j] = (float) (direction[j] * scale);
          shift -= direction[j] * scale * mean[j];
        }
        bias[k] = (float) shift;
      }
      return new Whitening(
          new Tensor(List.of(dimensions, mean.length), weight),
          new Tensor(List.of(dimensions), bias));
    }
  }
}
