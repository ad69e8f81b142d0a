package org.waymark.core.trajectory;

import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi rotations: exact to rounding,
 * and quick for a handful of rows.
 *
 * @param values unordered
 * @param vectors {@code [row][i]}: column i belongs to value i
 */
public record SymmetricEigen(double[] values, double[][] vectors) {

  /** Convergence is quadratic; a 4x4 matrix takes about five sweeps. */
  private static final int MAX_SWEEPS = 50;

  /**
   * @param symmetric {@code [row][column]}
   */
  public static SymmetricEigen of(double[][] symmetric) {
    int n = symmetric.length;
    double[][] a = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = symmetric[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      boolean rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotated |= rotate(a, v, p, q);
        }
      }
      if (!rotated) {
        break;
      }
    }
    return new SymmetricEigen(IntStream.range(0, n).mapToDouble(i -> a[i][i]).toArray(), v);
  }

  /** Makes {@code a[p][q]} zero; false when it already is beside the diagonal's size. */
  private static boolean rotate(double[][] a, double[][] v, int p, int q) {
    if (Math.abs(a[p][q]) <= 1e-17 * (Math.abs(a[p][p]) + Math.abs(a[q][q]))) {
      return false;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = c * kp - s * kq;
      a[k][q] = s * kp + c * kq;
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = c * pk - s * qk;
      a[q][k] = s * pk + c * qk;
    }
    for (double[] row : v) {
      double kp = row[p];
      double kq = row[q];
      row[p] = c * kp - s * kq;
      row[q] = s * kp + c * kq;
    }
    return true;
  }

  /** Of unit length. */
  public double[] leadingVector() {
    int at = leading();
    return IntStream.range(0, values.length).mapToDouble(row -> vectors[row][at]).toArray();
  }

  private int leading() {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
