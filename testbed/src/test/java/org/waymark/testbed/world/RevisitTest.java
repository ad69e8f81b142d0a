package org.waymark.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

class RevisitTest {

  private static final int FRAMES = 150;
  private static final Intrinsics LENS = Office.SMALL_LENS;

  @Test
  void everyPlaceOfTheSecondDriveWasMapped() {
    List<Pose> map = Office.WORLD.drive(Session.MAPPING, FRAMES).poses();
    List<Pose> queries = Office.WORLD.drive(Session.REVISIT, FRAMES).poses();
    List<DepthMap> mapDepths = Office.depths(Session.MAPPING, map);
    List<DepthMap> queryDepths = Office.depths(Session.REVISIT, queries);
    int found = 0;
    int well = 0;
    int asked = 0;
    for (int q = 0; q < FRAMES; q += 5) {
      double best = 0;
      for (int m = 0; m < FRAMES; m++) {
        if (queries.get(q).distanceTo(map.get(m)) < 1) {
          double a = share(queryDepths.get(q), queries.get(q), mapDepths.get(m), map.get(m));
          double b = share(mapDepths.get(m), map.get(m), queryDepths.get(q), queries.get(q));
          best = Math.max(best, a * b == 0 ? 0 : a * b / (a + b - a * b));
        }
      }
      asked++;
      found += best > 0.25 ? 1 : 0;
      well += best > 0.5 ? 1 : 0;
    }
    assertThat(found).as("of %d with overlap > 0.25", asked).isEqualTo(asked);
    assertThat(well).as("of %d with overlap > 0.5", asked).isGreaterThan(asked * 9 / 10);
  }

  /** Share of the points of one view that lie on what the other sees, within 5% of its depth. */
  private static double share(DepthMap from, Pose fromPose, DepthMap to, Pose toPose) {
    Pose across = toPose.inverse().compose(fromPose);
    int valid = 0;
    int common = 0;
    for (int y = 0; y < LENS.height(); y += 4) {
      for (int x = 0; x < LENS.width(); x += 4) {
        double z = from.metresAt(x, y);
        if (Double.isNaN(z)) {
          continue;
        }
        valid++;
        Vector3d p =
            across.transform(
                new Vector3d((x - LENS.cx()) / LENS.fx() * z, (y - LENS.cy()) / LENS.fy() * z, z));
        long u = Math.round(LENS.fx() * p.x / p.z + LENS.cx());
        long v = Math.round(LENS.fy() * p.y / p.z + LENS.cy());
        if (p.z > 0.05 && u >= 0 && v >= 0 && u < LENS.width() && v < LENS.height()) {
          double there = to.metresAt((int) u, (int) v);
          common += Math.abs(there - p.z) <= 0.05 * there ? 1 : 0;
        }
      }
    }
    return valid == 0 ? 0 : common / (double) valid;
  }

  @Test
  void somethingWasMovedButMostStayed() {
    var before = Office.MAPPED.blocks();
    var after = Office.REVISITED.blocks();
    long moved = after.stream().filter(block -> !before.contains(block)).count();

    assertThat(moved).isBetween(1L, after.size() / 4L);
  }
}
