package org.waymark.bridge.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Pose;

class InterpolationTest {

  @Test
  void shouldTurnEvenlyAboutAFixedAxis() {
    // The closed form: a constant turn about z is the angle times the fraction.
    Pose from = yaw(1, 2, 0.3);
    Pose to = yaw(3, -2, 0.3 + 1.2);
    for (double fraction : new double[] {0, 0.25, 0.5, 1, 1.5}) {
      Pose between = Interpolation.between(from, to, fraction);
      Pose expected = yaw(1 + 2 * fraction, 2 - 4 * fraction, 0.3 + 1.2 * fraction);
      assertThat(between.distanceTo(expected)).isCloseTo(0, within(1e-12));
      assertThat(between.angleTo(expected)).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void shouldTakeTheShorterArcWhateverTheSignOfTheQuaternion() {
    Pose from = yaw(0, 0, 3.0);
    Pose to = yaw(0, 0, -3.0);
    Pose negated = new Pose(0, 0, 0, -to.qx(), -to.qy(), -to.qz(), -to.qw());
    Pose middle = yaw(0, 0, Math.PI);
    assertThat(Interpolation.between(from, to, 0.5).angleTo(middle)).isCloseTo(0, within(1e-12));
    assertThat(Interpolation.between(from, negated, 0.5).angleTo(middle))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void shouldReachBothEndsAndStayARotationForAnyPair() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      Pose from = random(random);
      Pose to = random(random);
      assertThat(Interpolation.between(from, to, 0).angleTo(from)).isCloseTo(0, within(1e-9));
      assertThat(Interpolation.between(from, to, 1).angleTo(to)).isCloseTo(0, within(1e-9));
      double whole = from.angleTo(to);
      assertThat(Interpolation.between(from, to, 0.25).angleTo(from))
          .isCloseTo(whole / 4, within(1e-9));
    }
    Pose still = random(random);
    assertThat(Interpolation.between(still, still, 0.7).angleTo(still)).isCloseTo(0, within(1e-9));
  }

  static Pose yaw(double x, double y, double angle) {
    return new Pose(x, y, 0, 0, 0, Math.sin(angle / 2), Math.cos(angle / 2));
  }

  static Pose random(Random random) {
    double[] q = random.doubles(4, -1, 1).toArray();
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    return new Pose(
        random.nextDouble(-5, 5),
        random.nextDouble(-5, 5),
        random.nextDouble(-5, 5),
        q[0] / norm,
        q[1] / norm,
        q[2] / norm,
        q[3] / norm);
  }
}
