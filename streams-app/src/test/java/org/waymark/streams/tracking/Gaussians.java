package org.waymark.streams.tracking;

import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;

/** Random poses and distributions. */
final class Gaussians {

  private Gaussians() {}

  static Pose pose(SplittableRandom random) {
    Quaterniond turn =
        new Quaterniond(
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian())
            .normalize();
    return Pose.of(
        new Vector3d(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).mul(3),
        turn);
  }

  /** With standard deviations of some centimetres and hundredths of a radian. */
  static PoseGaussian random(SplittableRandom random) {
    DMatrixRMaj root = new DMatrixRMaj(6, 6);
    for (int i = 0; i < 36; i++) {
      root.data[i] = 0.01 * random.nextGaussian();
    }
    DMatrixRMaj covariance = new DMatrixRMaj(6, 6);
    CommonOps_DDRM.multTransB(root, root, covariance);
    return new PoseGaussian(pose(random), PoseGaussian.symmetric(covariance));
  }
}
