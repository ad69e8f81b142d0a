package org.waymark.core.dataset.index;

import java.util.List;
import java.util.Optional;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/**
 * A column of odometry of base_link: seven numbers of the pose and the 21 of the upper triangle of
 * its covariance in each row.
 */
public final class OdometryColumn {

  /** Numbers of the upper triangle, row after row, with the diagonal. */
  public static final int TRIANGLE = 21;

  private static final int SIZE = 6;

  private final Doubles poses = new Doubles(7);
  private final Doubles triangles = new Doubles(TRIANGLE);

  /** Sets a row, which may lie beyond the last. */
  public void set(int row, Odometry odometry) {
    Pose p = odometry.pose();
    poses.set(row, p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw());
    triangles.set(row, triangle(odometry));
  }

  /** Appends a row. */
  public void add(Odometry odometry) {
    set(rows(), odometry);
  }

  /** One more than the last row that was set. */
  public int rows() {
    return poses.rows();
  }

  /** A row, where it was set. */
  public Optional<Odometry> get(int row) {
    if (!poses.has(row)) {
      return Optional.empty();
    }
    double[] p = numbers(poses, row, 7);
    return Optional.of(
        ofTriangle(
            new Pose(p[0], p[1], p[2], p[3], p[4], p[5], p[6]), numbers(triangles, row, TRIANGLE)));
  }

  private static double[] numbers(Doubles column, int row, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = column.get(row, i);
    }
    return numbers;
  }

  /** The upper triangle of a covariance. */
  public static double[] triangle(Odometry odometry) {
    double[] triangle = new double[TRIANGLE];
    int at = 0;
    for (int row = 0; row < SIZE; row++) {
      for (int column = row; column < SIZE; column++) {
        triangle[at++] = odometry.covariance().get(row * SIZE + column);
      }
    }
    return triangle;
  }

  /**
   * Odometry of base_link.
   *
   * @param triangle the upper triangle of its covariance
   * @throws IllegalArgumentException when a variance is negative
   */
  public static Odometry ofTriangle(Pose pose, double[] triangle) {
    Double[] square = new Double[SIZE * SIZE];
    int at = 0;
    for (int row = 0; row < SIZE; row++) {
      for (int column = row; column < SIZE; column++) {
        square[row * SIZE + column] = triangle[at];
        square[column * SIZE + row] = triangle[at++];
      }
    }
    return new Odometry(Odometry.BASE_LINK, pose, List.of(square));
  }
}
