package org.waymark.streams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Pose;

class PoseGaussianTest {

  @Test
  void shouldTakeErrorsThereAndBack() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      Pose a = Gaussians.pose(random);
      Pose b = Gaussians.pose(random);
      Pose again = ErrorState.apply(a, ErrorState.between(a, b));
      assertThat(again.distanceTo(b)).isLessThan(1e-9);
      assertThat(again.angleTo(b)).isLessThan(1e-7);
    }
  }

  @Test
  void shouldTakeACovarianceToTheCameraAndBack() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 100; i++) {
      PoseGaussian base = Gaussians.random(random);
      Pose mounting = Gaussians.pose(random);
      PoseGaussian back = base.then(mounting).then(mounting.inverse());
      for (int k = 0; k < 36; k++) {
        assertThat(back.covariance().data[k]).isCloseTo(base.covariance().data[k], within(1e-12));
      }
    }
  }

  @Test
  void shouldAgreeWithManyPosesDrawnAtRandom() {
    SplittableRandom random = new SplittableRandom(3);
    PoseGaussian base = Gaussians.random(random);
    Pose mounting = Gaussians.pose(random);
    PoseGaussian camera = base.then(mounting);
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(6, true);
    assertThat(cholesky.decompose(base.covariance().copy())).isTrue();
    DMatrixRMaj root = cholesky.getT(null);
    DMatrixRMaj sample = new DMatrixRMaj(6, 6);
    int draws = 40_000;
    for (int n = 0; n < draws; n++) {
      DMatrixRMaj white = new DMatrixRMaj(6, 1);
      for (int i = 0; i < 6; i++) {
        white.data[i] = random.nextGaussian();
      }
      DMatrixRMaj error = new DMatrixRMaj(6, 1);
      CommonOps_DDRM.mult(root, white, error);
      Pose drawn = ErrorState.apply(base.mean(), error.data).compose(mounting);
      double[] e = ErrorState.between(camera.mean(), drawn);
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
          sample.add(i, j, e[i] * e[j] / draws);
        }
      }
    }
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        double scale = Math.sqrt(camera.covariance().get(i, i) * camera.covariance().get(j, j));
        assertThat(sample.get(i, j)).isCloseTo(camera.covariance().get(i, j), within(0.05 * scale));
      }
    }
  }

  @Test
  void shouldGiveTheShareOfDrawsWithinABall() {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 20; trial++) {
      double[] sigma = {
        0.1 + random.nextDouble(), 0.1 + random.nextDouble(), 0.1 + random.nextDouble()
      };
      double[] offset = {
        random.nextGaussian(), 0.5 * random.nextGaussian(), 0.3 * random.nextGaussian()
      };
      DMatrixRMaj covariance =
          PoseGaussian.diagonal(
              sigma[0] * sigma[0], sigma[1] * sigma[1], sigma[2] * sigma[2], 1, 1, 1);
      int inside = 0;
      int draws = 20_000;
      for (int n = 0; n < draws; n++) {
        double squared = 0;
        for (int i = 0; i < 3; i++) {
          double x = offset[i] + sigma[i] * random.nextGaussian();
          squared += x * x;
        }
        inside += squared <= 1 ? 1 : 0;
      }
      assertThat(BallProbability.of(offset, covariance, 1))
          .isCloseTo((double) inside / draws, within(0.012));
    }
  }
}
