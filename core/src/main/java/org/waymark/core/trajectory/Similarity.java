package org.waymark.core.trajectory;

import java.util.List;
import java.util.function.Function;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;

/**
 * A transform in Sim(3): {@code x -> scale * rotation(x) + translation}.
 *
 * @param scale above 0
 * @param rigid rotation and translation
 */
public record Similarity(double scale, Pose rigid) {

  public static final Similarity IDENTITY = new Similarity(1, Pose.IDENTITY);

  /** The position moved, the orientation turned. */
  public Pose apply(Pose pose) {
    Vector3d position = rigid.orientation().transform(pose.position().mul(scale));
    return Pose.of(
        position.add(rigid.position()), rigid.orientation().mul(pose.orientation()).normalize());
  }

  /**
   * The transform of the estimates' positions that brings them nearest to the true ones, in the
   * least-squares sense (Umeyama, "Least-Squares Estimation of Transformation Parameters Between
   * Two Point Patterns", PAMI 1991). The rotation is found as the leading eigenvector of Horn's 4x4
   * matrix ("Closed-form solution of absolute orientation using unit quaternions", JOSA A 1987),
   * which is never a reflection and needs no singular value decomposition; both have one solution.
   *
   * <p>Positions on one line leave a rotation about it undetermined: then it is any of them.
   *
   * @throws IllegalArgumentException when there are no pairs, or a scale is asked for and all
   *     estimates are at one position
   */
  static Similarity aligning(List<PosePair> pairs, boolean withScale) {
    return aligning(pairs, withScale, 0);
  }

  /**
   * The same with orientations: to Horn's matrix comes, for each pair, the correlation of the two
   * poses' axes at the end of an arm. Then a single pair determines a rigid transform, and
   * positions on a line leave nothing open.
   *
   * @param armMetres how long: an error of one radian counts as much as one of about so many
   *     metres; with 0 orientations play no part
   * @throws IllegalArgumentException when there are no pairs, or a scale is asked for and all
   *     estimates are at one position
   */
  public static Similarity aligning(List<PosePair> pairs, boolean withScale, double armMetres) {
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("nothing to align");
    }
    Vector3d from = mean(pairs, PosePair::estimate);
    Vector3d to = mean(pairs, PosePair::truth);
    double[][] positions = new double[3][3];
    double[][] axes = new double[3][3];
    double spread = 0;
    double trueSpread = 0;
    for (PosePair pair : pairs) {
      Vector3d a = pair.estimate().position().sub(from);
      Vector3d b = pair.truth().position().sub(to);
      addOuter(positions, a, b);
      spread += a.lengthSquared();
      trueSpread += b.lengthSquared();
      for (int axis = 0; armMetres > 0 && axis < 3; axis++) {
        addOuter(axes, axis(pair.estimate(), axis), axis(pair.truth(), axis));
      }
    }
    if (withScale && !(spread > 0)) {
      throw new IllegalArgumentException("positions that do not vary have no scale");
    }
    // Horn's symmetric estimate, to weigh positions against axes before the scale is known.
    double roughScale = withScale ? Math.sqrt(trueSpread / spread) : 1;
    double[][] s = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        s[i][j] =
            armMetres > 0
                ? roughScale * positions[i][j] + armMetres * armMetres * axes[i][j]
                : positions[i][j];
      }
    }
    Quaterniond rotation = rotation(s);
    double scale = 1;
    if (withScale) {
      scale = correlation(positions, rotation) / spread;
      if (!(scale > 0 && Double.isFinite(scale))) {
        throw new IllegalArgumentException("positions that do not vary have no scale");
      }
    }
    Vector3d translation = to.sub(rotation.transform(from.mul(scale)));
    return new Similarity(scale, Pose.of(translation, rotation));
  }

  private static Quaterniond rotation(double[][] s) {
    double[][] horn = {
      {s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
      {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
      {s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]},
      {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]}
    };
    double[] q = SymmetricEigen.of(horn).leadingVector();
    return new Quaterniond(q[1], q[2], q[3], q[0]).normalize();
  }

  /** Sum of {@code rotation(a) . b} over the pairs that {@code s} was summed from. */
  private static double correlation(double[][] s, Quaterniond rotation) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      Vector3d turned = rotation.transform(new Vector3d().setComponent(i, 1));
      for (int j = 0; j < 3; j++) {
        sum += s[i][j] * turned.get(j);
      }
    }
    return sum;
  }

  private static void addOuter(double[][] sum, Vector3d a, Vector3d b) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        sum[i][j] += a.get(i) * b.get(j);
      }
    }
  }

  private static Vector3d axis(Pose pose, int axis) {
    return pose.orientation().transform(new Vector3d().setComponent(axis, 1));
  }

  private static Vector3d mean(List<PosePair> pairs, Function<PosePair, Pose> which) {
    Vector3d sum = new Vector3d();
    pairs.forEach(pair -> sum.add(which.apply(pair).position()));
    return sum.div(pairs.size());
  }
}
