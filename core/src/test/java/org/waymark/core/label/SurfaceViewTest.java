package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

class SurfaceViewTest {

  /** 160 x 120 pixels, a field of view of 2 m by 1.5 m at a distance of 1 m. */
  private static final Intrinsics CAMERA = new Intrinsics(160, 120, 80, 80, 80, 60);

  @Test
  void shouldBeOneForTheSameView() {
    SurfaceView view = wall(Pose.IDENTITY, 2000);
    assertThat(view.overlap(view)).isEqualTo(1);
  }

  @Test
  void shouldBeTheSharedPartOfAFlatWall() {
    // At 2 m the wall in view is 4 m wide; a step of 1 m leaves 3/4 of it: 0.75*0.75/(1.5-0.5625) =
    // 0.6.
    SurfaceView left = wall(Pose.IDENTITY, 2000);
    SurfaceView right = wall(new Pose(1, 0, 0, 0, 0, 0, 1), 2000);
    assertThat(left.overlap(right)).isCloseTo(0.6, within(0.03));
    assertThat(left.overlap(right)).isEqualTo(right.overlap(left));
  }

  @Test
  void shouldBeZeroWhenLookingAway() {
    SurfaceView front = wall(Pose.IDENTITY, 2000);
    SurfaceView back = wall(Pose.of(new Vector3d(), new Quaterniond().rotationY(Math.PI)), 2000);
    assertThat(front.overlap(back)).isZero();
  }

  @Test
  void shouldNotSeeThroughWalls() {
    SurfaceView behind = wall(Pose.IDENTITY, 3000);
    SurfaceView inFront = wall(Pose.IDENTITY, 2000);
    assertThat(behind.overlap(inFront)).isZero();
  }

  @Test
  void shouldBeZeroWithoutDepth() {
    SurfaceView blind = wall(Pose.IDENTITY, 0);
    assertThat(blind.overlap(blind)).isZero();
    assertThat(blind.overlap(wall(Pose.IDENTITY, 2000))).isZero();
  }

  private static SurfaceView wall(Pose cameraToWorld, int millimetres) {
    short[] depth = new short[CAMERA.width() * CAMERA.height()];
    Arrays.fill(depth, (short) millimetres);
    return new SurfaceView(
        cameraToWorld, CAMERA, new DepthMap(CAMERA.width(), CAMERA.height(), depth));
  }
}
