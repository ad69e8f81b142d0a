package org.waymark.core.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;

class PoseTest {

  private static final double EXACT = 1e-12;

  @Test
  void shouldReadBackTheMatrixItWrites() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      Pose pose = randomPose(random);
      Pose back = Pose.ofMatrix(pose.toMatrix());
      assertThat(back.distanceTo(pose)).isLessThan(EXACT);
      assertThat(back.angleTo(pose)).isLessThan(1e-7);
    }
  }

  @Test
  void shouldTakeRowMajorMatrices() {
    // A quarter turn about z: x goes to y.
    Pose pose = Pose.ofMatrix(new double[] {0, -1, 0, 5, 1, 0, 0, 6, 0, 0, 1, 7});
    Vector3d point = pose.transform(new Vector3d(1, 0, 0));
    assertThat(point.distance(5, 7, 7)).isLessThan(EXACT);
  }

  @Test
  void shouldComposeLikeMatrices() {
    SplittableRandom random = new SplittableRandom(2);
    Pose a = randomPose(random);
    Pose b = randomPose(random);
    Vector3d point = new Vector3d(0.3, -2, 4);
    assertThat(a.compose(b).transform(point).distance(a.transform(b.transform(point))))
        .isLessThan(EXACT);
  }

  @Test
  void shouldComeBackThroughItsInverse() {
    Pose pose = randomPose(new SplittableRandom(3));
    Pose nothing = pose.compose(pose.inverse());
    assertThat(nothing.distanceTo(Pose.IDENTITY)).isLessThan(EXACT);
    assertThat(nothing.angleTo(Pose.IDENTITY)).isLessThan(EXACT);
  }

  @Test
  void shouldMeasureAnglesAlsoBetweenOppositeQuaternions() {
    Quaterniond half = new Quaterniond().rotationX(0.5);
    Pose a = Pose.of(new Vector3d(), half);
    Pose b = new Pose(0, 0, 0, -half.x, -half.y, -half.z, -half.w);
    assertThat(a.angleTo(b)).isCloseTo(0, within(EXACT));
    assertThat(a.angleTo(Pose.IDENTITY)).isCloseTo(0.5, within(EXACT));
  }

  @Test
  void shouldRefuseWhatIsNoRotation() {
    assertThatThrownBy(() -> new Pose(0, 0, 0, 0, 0, 0, 0.5)).hasMessageContaining("norm 0.5");
    assertThatThrownBy(() -> new Pose(Double.NaN, 0, 0, 0, 0, 0, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Pose(0, 0, 0, Double.NaN, 0, 0, 1)).hasMessageContaining("NaN");
    double[] mirror = Pose.IDENTITY.toMatrix();
    mirror[0] = -1;
    assertThatThrownBy(() -> Pose.ofMatrix(mirror)).hasMessageContaining("no rotation");
    double[] nan = Pose.IDENTITY.toMatrix();
    nan[5] = Double.NaN;
    assertThatThrownBy(() -> Pose.ofMatrix(nan)).hasMessageContaining("no rotation");
    double[] projective = Pose.IDENTITY.toMatrix();
    projective[12] = 0.1;
    assertThatThrownBy(() -> Pose.ofMatrix(projective)).hasMessageContaining("last row");
  }

  private static Pose randomPose(SplittableRandom random) {
    Quaterniond q =
        new Quaterniond(
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian())
            .normalize();
    return Pose.of(
        new Vector3d(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()), q);
  }
}
