package org.waymark.testbed.world.scene;

import java.util.Arrays;
import java.util.List;
import org.waymark.testbed.world.plan.Rect;

/** The blocks and the walls of one room, asked where rays end. Immutable. */
final class Occluders {

  private final double[] bounds;
  private final Rect floor;
  private final double height;

  private Occluders(double[] bounds, Rect floor, double height) {
    this.bounds = bounds;
    this.floor = floor;
    this.height = height;
  }

  Occluders(List<Box> blocks, Rect floor, double height) {
    bounds = new double[blocks.size() * 6];
    for (int i = 0; i < blocks.size(); i++) {
      Box b = blocks.get(i);
      bounds[6 * i] = b.floor().x0();
      bounds[6 * i + 1] = b.floor().x1();
      bounds[6 * i + 2] = b.floor().y0();
      bounds[6 * i + 3] = b.floor().y1();
      bounds[6 * i + 4] = b.bottom();
      bounds[6 * i + 5] = b.top();
    }
    this.floor = floor;
    this.height = height;
  }

  /** Only the blocks within {@code margin} metres of a surface. */
  Occluders near(Surface s, double margin) {
    double x0 = s.x() + Math.min(0, s.ux()) + Math.min(0, s.vx()) - margin;
    double x1 = s.x() + Math.max(0, s.ux()) + Math.max(0, s.vx()) + margin;
    double y0 = s.y() + Math.min(0, s.uy()) + Math.min(0, s.vy()) - margin;
    double y1 = s.y() + Math.max(0, s.uy()) + Math.max(0, s.vy()) + margin;
    double z0 = s.z() + Math.min(0, s.vz()) - margin;
    double z1 = s.z() + margin;
    double[] kept = new double[bounds.length];
    int n = 0;
    for (int i = 0; i < bounds.length; i += 6) {
      if (bounds[i] < x1
          && bounds[i + 1] > x0
          && bounds[i + 2] < y1
          && bounds[i + 3] > y0
          && bounds[i + 4] < z1
          && bounds[i + 5] > z0) {
        System.arraycopy(bounds, i, kept, n, 6);
        n += 6;
      }
    }
    return new Occluders(Arrays.copyOf(kept, n), floor, height);
  }

  /** Whether a block stands between a point and another that is {@code (dx, dy, dz)} away. */
  boolean blocked(double x, double y, double z, double dx, double dy, double dz) {
    return nearest(x, y, z, dx, dy, dz, 1, true) < 1;
  }

  /**
   * Distance that a ray runs before it meets a block or the room's shell, at most {@code sight};
   * unit direction.
   */
  double free(double sight, double x, double y, double z, double dx, double dy, double dz) {
    double wall =
        Math.min(
            Math.min(exit(x, dx, floor.x0(), floor.x1()), exit(y, dy, floor.y0(), floor.y1())),
            exit(z, dz, 0, height));
    return nearest(x, y, z, dx, dy, dz, Math.min(wall, sight), false);
  }

  private static double exit(double p, double d, double low, double high) {
    if (Math.abs(d) < 1e-9) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.max(0, ((d > 0 ? high : low) - p) / d);
  }

  private double nearest(
      double x, double y, double z, double dx, double dy, double dz, double limit, boolean any) {
    double ix = 1 / (dx == 0 ? 1e-12 : dx);
    double iy = 1 / (dy == 0 ? 1e-12 : dy);
    double iz = 1 / (dz == 0 ? 1e-12 : dz);
    double least = limit;
    for (int i = 0; i < bounds.length; i += 6) {
      double xa = (bounds[i] - x) * ix;
      double xb = (bounds[i + 1] - x) * ix;
      double ya = (bounds[i + 2] - y) * iy;
      double yb = (bounds[i + 3] - y) * iy;
      double za = (bounds[i + 4] - z) * iz;
      double zb = (bounds[i + 5] - z) * iz;
      double in = Math.max(Math.max(Math.min(xa, xb), Math.min(ya, yb)), Math.min(za, zb));
      double out = Math.min(Math.min(Math.max(xa, xb), Math.max(ya, yb)), Math.max(za, zb));
      if (out > Math.max(in, 0) && in < least) {
        least = Math.max(in, 0);
        if (any) {
          return least;
        }
      }
    }
    return least;
  }
}
