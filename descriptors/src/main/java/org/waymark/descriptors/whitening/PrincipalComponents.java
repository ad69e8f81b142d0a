package org.waymark.descriptors.whitening;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_MT_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Eigenvectors of a symmetric matrix that has no negative eigenvalues but by rounding, greatest
 * eigenvalue first. A vector's sign is chosen so that its element of greatest magnitude is
 * positive: the same matrix always gives the same vectors.
 *
 * @param values eigenvalues, descending
 * @param vectors {@code [eigenvector][element]}, each of length 1
 */
record PrincipalComponents(double[] values, double[][] vectors) {

  static PrincipalComponents of(DMatrixRMaj symmetric) {
    int size = symmetric.getNumRows();
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_MT_DDRM.eig(size, true, true);
    if (!eigen.decompose(symmetric)) {
      throw new IllegalStateException("eigenvalues of a symmetric matrix did not converge");
    }
    double[] unordered = new double[size];
    for (int i = 0; i < size; i++) {
      unordered[i] = eigen.getEigenvalue(i).getReal();
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -unordered[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[size];
    double[][] vectors = new double[size][];
    for (int i = 0; i < size; i++) {
      values[i] = unordered[order[i]];
      vectors[i] = eigen.getEigenVector(order[i]).getData().clone();
    }
    return new PrincipalComponents(values, vectors);
  }

  /**
   * The components of rows, by whichever of the two products is smaller: of columns ({@code X'X/n})
   * or, with fewer rows than columns, of rows ({@code XX'/n}), whose eigenvectors u give {@code
   * X'u} over its length.
   *
   * @param centred X: {@code [row][column]}, of mean zero
   */
  static PrincipalComponents ofRows(DMatrixRMaj centred) {
    int rows = centred.getNumRows();
    DMatrixRMaj products = new DMatrixRMaj(rows, rows);
    CommonOps_MT_DDRM.multTransB(1.0 / rows, centred, centred, products);
    PrincipalComponents ofRows = of(products);
    double[][] vectors = new double[rows][];
    DMatrixRMaj u = new DMatrixRMaj(1, rows);
    for (int i = 0; i < rows; i++) {
      DMatrixRMaj v = new DMatrixRMaj(1, centred.getNumCols());
      u.setData(ofRows.vectors()[i]);
      CommonOps_MT_DDRM.mult(u, centred, v);
      vectors[i] = normalised(v.getData());
    }
    return new PrincipalComponents(ofRows.values(), vectors);
  }

  private static double[] normalised(double[] vector) {
    double square = 0;
    for (double element : vector) {
      square += element * element;
    }
    double length = Math.sqrt(square);
    if (length > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= length;
      }
    }
    return vector;
  }

  /** How many eigenvalues are more than rounding of the greatest. */
  int usable(double relativeFloor) {
    int usable = 0;
    while (usable < values.length && values[usable] > relativeFloor * Math.max(0, values[0])) {
      usable++;
    }
    return usable;
  }

  /** An eigenvector with its sign as agreed. */
  double[] oriented(int index) {
    double[] vector = vectors[index];
    double greatest = 0;
    for (double element : vector) {
      if (Math.abs(element) > Math.abs(greatest)) {
        greatest = element;
      }
    }
    double[] oriented = vector.clone();
    if (greatest < 0) {
      for (int i = 0; i < oriented.length; i++) {
        oriented[i] = -oriented[i];
      }
    }
    return oriented;
  }
}
