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
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("nothing to align");
    }
    Vector3d from = mean(pairs, PosePair::estimate);
    Vector3d to = mean(pairs, PosePair::truth);
    double[][] s = new double[3][3];
    double spread = 0;
    for (PosePair pair : pairs) {
      Vector3d a = pair.estimate().position().sub(from);
      Vector3d b = pair.truth().position().sub(to);
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          s[i][j] += a.get(i) * b.get(j);
        }
      }
      spread += a.lengthSquared();
    }
    double[][] horn = {
      {s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
      {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
      {s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]},
      {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]}
    };
    SymmetricEigen eigen = SymmetricEigen.of(horn);
    double[] q = eigen.leadingVector();
    Quaterniond rotation = new Quaterniond(q[1], q[2], q[3], q[0]).normalize();
    double scale = 1;
    if (withScale) {
      // The leading eigenvalue is the correlation of the turned estimates with the truth.
      scale = eigen.leadingValue() / spread;
      if (!(scale > 0 && Double.isFinite(scale))) {
        throw new IllegalArgumentException("positions that do not vary have no scale");
      }
    }
    Vector3d translation = to.sub(rotation.transform(from.mul(scale)));
    return new Similarity(scale, Pose.of(translation, rotation));
  }

  private static Vector3d mean(List<PosePair> pairs, Function<PosePair, Pose> which) {
    Vector3d sum = new Vector3d();
    pairs.forEach(pair -> sum.add(which.apply(pair).position()));
    return sum.div(pairs.size());
  }
}
