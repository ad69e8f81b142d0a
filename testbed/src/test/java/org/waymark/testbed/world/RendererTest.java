package org.waymark.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.drive.Drive;
import org.waymark.testbed.world.render.Renderer;
import org.waymark.testbed.world.render.Rendering;

class RendererTest {

  private static final Intrinsics LENS = Office.SMALL_LENS;

  @Test
  void depthAndColourOfOneViewAreFoundInTheNext() {
    Renderer renderer = Office.renderer(Office.MAPPED);
    List<Pose> poses = Office.WORLD.drive(Session.MAPPING, 600).poses();
    int seen = 0;
    int sameDepth = 0;
    long colourError = 0;
    for (int i = 0; i + 2 < poses.size(); i += 30) {
      Rendering a = renderer.render(poses.get(i), 0);
      Rendering b = renderer.render(poses.get(i + 2), 0);
      for (int y = 2; y < LENS.height(); y += 4) {
        for (int x = 2; x < LENS.width(); x += 4) {
          double z = a.depth().metresAt(x, y);
          Vector3d ray =
              new Vector3d((x - LENS.cx()) / LENS.fx() * z, (y - LENS.cy()) / LENS.fy() * z, z);
          Vector3d there = poses.get(i + 2).inverse().transform(poses.get(i).transform(ray));
          int u = (int) Math.rint(LENS.fx() * there.x / there.z + LENS.cx());
          int v = (int) Math.rint(LENS.fy() * there.y / there.z + LENS.cy());
          if (there.z < 0.1 || u < 0 || v < 0 || u >= LENS.width() || v >= LENS.height()) {
            continue;
          }
          seen++;
          if (Math.abs(b.depth().metresAt(u, v) - there.z) < 0.04 * there.z) {
            sameDepth++;
            colourError += colourDistance(a, y * LENS.width() + x, b, v * LENS.width() + u);
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(10_000);
    assertThat(sameDepth / (double) seen).as("share at the same depth").isGreaterThan(0.93);
    assertThat(colourError / (double) sameDepth).as("grey levels").isLessThan(12);
  }

  private static int colourDistance(Rendering a, int i, Rendering b, int j) {
    int sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += Math.abs((a.rgb()[3 * i + c] & 0xff) - (b.rgb()[3 * j + c] & 0xff));
    }
    return sum / 3;
  }

  @Test
  void everyPixelSeesSomethingWithinTheBuilding() {
    for (Session session : Session.values()) {
      Renderer renderer = Office.renderer(Office.scene(session));
      List<Pose> poses = Office.WORLD.drive(session, 1200).poses();
      int unknown = 0;
      int farthest = 0;
      for (int i = 0; i < poses.size(); i += 12) {
        for (short mm : renderer.render(poses.get(i), 0).depth().millimetres()) {
          farthest = Math.max(farthest, mm & 0xffff);
          unknown += mm == 0 ? 1 : 0;
        }
      }
      assertThat(farthest).as("mm; the building is 29 m long").isLessThan(31_000);
      assertThat(unknown).as("pixels of 100 frames that see nothing").isLessThan(20);
    }
  }

  @Test
  void givesTheSamePictureWhateverWasRenderedBefore() {
    List<Pose> poses = Office.WORLD.drive(Session.MAPPING, 100).poses();
    Renderer used = Office.renderer(Office.MAPPED);
    used.render(poses.get(10), 1);
    Rendering a = used.render(poses.get(90), 7);
    Rendering b = Office.renderer(Office.MAPPED).render(poses.get(90), 7);

    assertThat(a.rgb()).isEqualTo(b.rgb());
    assertThat(a.depth().millimetres()).isEqualTo(b.depth().millimetres());
  }

  @Test
  void showsAWallAtItsDistance() {
    // The corridor's walls are flat and 2.2 m apart: look across from the middle, above furniture.
    var corridor = Office.WORLD.plan().rooms().getFirst().floor();
    double x = (corridor.x0() + corridor.x1()) / 2;
    double y = (corridor.y0() + corridor.y1()) / 2;
    Pose across = Drive.looking(x, y, 2.45, Math.PI / 2, 0, 0);

    Rendering seen = Office.renderer(Office.MAPPED).render(across, 0);

    assertThat(seen.depth().metresAt(80, 60)).isBetween(1.05, 1.11);
  }
}
