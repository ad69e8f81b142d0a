package org.waymark.testbed.world.render;

import java.util.ArrayList;
import java.util.List;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.testbed.world.plan.Doorway;
import org.waymark.testbed.world.plan.Plan;
import org.waymark.testbed.world.plan.Rect;
import org.waymark.testbed.world.plan.Room;
import org.waymark.testbed.world.scene.Scene;

/**
 * Finds the rooms that a camera can see through doorways, nearest first, each with the rectangle of
 * the picture that it can appear in. Only a bound: what it leaves in may still be hidden.
 */
final class Visibility {

  /** A corner nearer than this to the camera's plane makes a doorway count as filling the view. */
  private static final double NEAR = 0.1;

  /** A room and the part of the picture in pixels, {@code right} and {@code bottom} exclusive. */
  static final class View {
    final int room;
    double left;
    double top;
    double right;
    double bottom;

    View(int room, double left, double top, double right, double bottom) {
      this.room = room;
      this.left = left;
      this.top = top;
      this.right = right;
      this.bottom = bottom;
    }

    private boolean grow(double l, double t, double r, double b) {
      boolean larger = l < left || t < top || r > right || b > bottom;
      left = Math.min(left, l);
      top = Math.min(top, t);
      right = Math.max(right, r);
      bottom = Math.max(bottom, b);
      return larger;
    }
  }

  private final Scene scene;
  private final CameraView camera;
  private final List<View> views = new ArrayList<>();
  private final double[] corner = new double[3];

  private Visibility(Scene scene, CameraView camera) {
    this.scene = scene;
    this.camera = camera;
  }

  static List<View> from(Scene scene, CameraView camera) {
    Visibility v = new Visibility(scene, camera);
    Intrinsics lens = camera.lens;
    for (int room : around(scene.plan(), camera.x(), camera.y())) {
      v.enter(room, -1, -1, lens.width() + 1.0, lens.height() + 1.0);
    }
    return v.views;
  }

  /** The room at a place, or both rooms of the passage there. */
  private static List<Integer> around(Plan plan, double x, double y) {
    int inside = plan.roomAt(x, y);
    if (inside >= 0) {
      return List.of(inside);
    }
    for (Doorway doorway : plan.doorways()) {
      if (doorway.passage().contains(x, y)) {
        return List.of(doorway.a(), doorway.b());
      }
    }
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (Room room : plan.rooms()) {
      double d = room.floor().distanceTo(x, y);
      if (d < least) {
        least = d;
        nearest = room.index();
      }
    }
    return List.of(nearest);
  }

  private void enter(int room, double left, double top, double right, double bottom) {
    View known = null;
    for (View view : views) {
      if (view.room == room) {
        known = view;
      }
    }
    if (known == null) {
      views.add(new View(room, left, top, right, bottom));
    } else if (!known.grow(left, top, right, bottom)) {
      return;
    }
    for (Doorway doorway : scene.cells().get(room).doorways()) {
      through(doorway, doorway.a() == room ? doorway.b() : doorway.a(), left, top, right, bottom);
    }
  }

  private void through(
      Doorway doorway, int to, double left, double top, double right, double bottom) {
    Rect p = doorway.passage();
    double l = Double.POSITIVE_INFINITY;
    double t = Double.POSITIVE_INFINITY;
    double r = Double.NEGATIVE_INFINITY;
    double b = Double.NEGATIVE_INFINITY;
    int behind = 0;
    Intrinsics lens = camera.lens;
    for (int i = 0; i < 8; i++) {
      camera.point(
          (i & 1) == 0 ? p.x0() : p.x1(),
          (i & 2) == 0 ? p.y0() : p.y1(),
          (i & 4) == 0 ? 0 : doorway.height(),
          corner,
          0);
      if (corner[2] < NEAR) {
        behind++;
        continue;
      }
      double x = lens.fx() * corner[0] / corner[2] + lens.cx();
      double y = lens.fy() * corner[1] / corner[2] + lens.cy();
      l = Math.min(l, x - 1);
      r = Math.max(r, x + 1);
      t = Math.min(t, y - 1);
      b = Math.max(b, y + 1);
    }
    if (behind == 8) {
      return;
    }
    if (behind > 0) {
      enter(to, left, top, right, bottom);
      return;
    }
    l = Math.max(l, left);
    t = Math.max(t, top);
    r = Math.min(r, right);
    b = Math.min(b, bottom);
    if (l < r && t < b) {
      enter(to, l, t, r, b);
    }
  }
}
