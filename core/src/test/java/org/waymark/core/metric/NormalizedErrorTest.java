package org.waymark.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.joml.Quaterniond;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Pose;

class NormalizedErrorTest {

  private static final double[] SIGMA = {0.1, 0.2, 0.3, 0.01, 0.02, 0.03};

  private static List<Double> diagonal() {
    List<Double> covariance = new ArrayList<>(Collections.nCopies(36, 0.0));
    for (int i = 0; i < 6; i++) {
      covariance.set(7 * i, SIGMA[i] * SIGMA[i]);
    }
    return covariance;
  }

  @Test
  void shouldMeasureInStandardDeviations() {
    Pose estimate = new Pose(1, 2, 3, 0, 0, 0, 1);
    Quaterniond turn = new Quaterniond().rotateZ(0.06);
    Pose truth = new Pose(1.1, 2, 2.4, turn.x, turn.y, turn.z, turn.w);
    assertThat(NormalizedError.squared(estimate, diagonal(), truth))
        .isCloseTo(1 + 4 + 4, within(1e-9));
  }

  @Test
  void shouldBeSixOnAverageForHonestErrors() {
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    int beyond = 0;
    int draws = 20_000;
    for (int n = 0; n < draws; n++) {
      Quaterniond turn =
          new Quaterniond()
              .rotationXYZ(
                  SIGMA[3] * random.nextGaussian(),
                  SIGMA[4] * random.nextGaussian(),
                  SIGMA[5] * random.nextGaussian());
      Pose truth =
          new Pose(
              SIGMA[0] * random.nextGaussian(),
              SIGMA[1] * random.nextGaussian(),
              SIGMA[2] * random.nextGaussian(),
              turn.x,
              turn.y,
              turn.z,
              turn.w);
      double squared = NormalizedError.squared(Pose.IDENTITY, diagonal(), truth);
      sum += squared;
      beyond += squared > NormalizedError.QUANTILE_95 ? 1 : 0;
    }
    assertThat(sum / draws).isCloseTo(6, within(0.1));
    assertThat((double) beyond / draws).isCloseTo(0.05, within(0.006));
  }

  @Test
  void shouldRefuseACovarianceThatIsNone() {
    assertThatThrownBy(
            () ->
                NormalizedError.squared(Pose.IDENTITY, Collections.nCopies(36, 0.0), Pose.IDENTITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive definite");
  }
}
