package org.waymark.indexer.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Pose;

class GroundPoseTest {

  @Test
  void shouldLookAlongTheHeadingWithThePictureUpright() {
    // 30 degrees clockwise of north: half as far to the east as ahead.
    Pose pose =
        GroundPose.of(new GroundPosition(500_010, 4_000_020, 30, "33N"), 500_000, 4_000_000);
    assertThat(pose.position()).isEqualTo(new Vector3d(10, 20, 0));
    Vector3d ahead = pose.transform(new Vector3d(0, 0, 10)).sub(pose.position());
    assertThat(ahead.equals(new Vector3d(5, 10 * Math.cos(Math.PI / 6), 0), 1e-9)).isTrue();
    Vector3d upperEdge = pose.transform(new Vector3d(0, -1, 0)).sub(pose.position());
    assertThat(upperEdge.equals(new Vector3d(0, 0, 1), 1e-9)).isTrue();
    Vector3d right = pose.transform(new Vector3d(1, 0, 0)).sub(pose.position());
    assertThat(right.equals(new Vector3d(Math.cos(Math.PI / 6), -0.5, 0), 1e-9)).isTrue();
  }

  @Test
  void shouldTakeAnyFiniteHeadingAndNorthForNone() {
    Pose north = GroundPose.of(GroundPosition.of(1, 2), 0, 0);
    assertThat(north.angleTo(GroundPose.of(new GroundPosition(1, 2, 360, ""), 0, 0)))
        .isLessThan(1e-9);
    assertThat(north.angleTo(GroundPose.of(new GroundPosition(1, 2, -90, ""), 0, 0)))
        .isCloseTo(Math.PI / 2, org.assertj.core.api.Assertions.within(1e-9));
  }
}
