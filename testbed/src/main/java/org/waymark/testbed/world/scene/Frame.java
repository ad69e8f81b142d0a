package org.waymark.testbed.world.scene;

import org.waymark.testbed.world.plan.Rect;
import org.waymark.testbed.world.plan.Room;
import org.waymark.testbed.world.plan.Side;

/**
 * Where a piece stands, as someone sees it who looks at its front: {@code a} runs to the right,
 * {@code d} towards the viewer, z up. Along a wall the origin is the wall's left corner.
 *
 * @param look the direction in which the viewer looks
 * @param x of the origin, in world metres
 * @param y of the origin
 */
record Frame(Side look, double x, double y) {

  /** Along a wall of a room, seen from inside. */
  static Frame alongWall(Room room, Side side) {
    Rect f = room.floor();
    return switch (side) {
      case NORTH -> new Frame(side, f.x0(), f.y1());
      case SOUTH -> new Frame(side, f.x1(), f.y0());
      case EAST -> new Frame(side, f.x1(), f.y1());
      case WEST -> new Frame(side, f.x0(), f.y0());
    };
  }

  /** World direction of {@code a}. */
  int rightX() {
    return look == Side.NORTH ? 1 : look == Side.SOUTH ? -1 : 0;
  }

  int rightY() {
    return look == Side.WEST ? 1 : look == Side.EAST ? -1 : 0;
  }

  /** World direction of {@code d}. */
  int nearX() {
    return look == Side.EAST ? -1 : look == Side.WEST ? 1 : 0;
  }

  int nearY() {
    return look == Side.NORTH ? -1 : look == Side.SOUTH ? 1 : 0;
  }

  Frame moved(double a, double d) {
    return new Frame(look, worldX(a, d), worldY(a, d));
  }

  double worldX(double a, double d) {
    return x + rightX() * a + nearX() * d;
  }

  double worldY(double a, double d) {
    return y + rightY() * a + nearY() * d;
  }

  /** {@code a} of a world coordinate along the wall: x where the wall runs along x, else y. */
  double along(double world) {
    return look.alongX() ? (world - x) * rightX() : (world - y) * rightY();
  }

  Rect rect(double a0, double a1, double d0, double d1) {
    double xa = worldX(a0, d0);
    double xb = worldX(a1, d1);
    double ya = worldY(a0, d0);
    double yb = worldY(a1, d1);
    return new Rect(Math.min(xa, xb), Math.min(ya, yb), Math.max(xa, xb), Math.max(ya, yb));
  }
}
