package org.waymark.testbed.world.scene;

import java.util.ArrayList;
import java.util.List;
import org.waymark.testbed.world.plan.Rect;
import org.waymark.testbed.world.plan.Side;
import org.waymark.testbed.world.texture.Texture;

/** Collects what one room shows: surfaces, the blocks that cast shadows, and its lights. */
final class CellBuilder {

  /** Blocks thinner than this cast no shadow worth the time, in metres. */
  private static final double THIN = 0.03;

  /** Nor do those whose largest face is smaller than this, in square metres. */
  private static final double SMALL = 0.04;

  private final List<Surface> surfaces = new ArrayList<>();
  private final List<Box> blocks = new ArrayList<>();
  private final List<AreaLight> lights = new ArrayList<>();

  List<Surface> surfaces() {
    return surfaces;
  }

  List<Box> blocks() {
    return blocks;
  }

  List<AreaLight> lights() {
    return lights;
  }

  void light(AreaLight light) {
    lights.add(light);
  }

  /** An upright rectangle of a frame at depth {@code d}, texture at its natural size. */
  void upright(
      Frame f, double a0, double a1, double d, double z0, double z1, Texture t, double topZ) {
    double s = 1 / t.metresWide();
    double h = 1 / t.metresHigh();
    upright(f, a0, a1, d, z0, z1, t, a0 * s, (topZ - z1) * h, a1 * s, (topZ - z0) * h, 0);
  }

  /** An upright rectangle that shows the texture once. */
  void picture(
      Frame f, double a0, double a1, double d, double z0, double z1, Texture t, double glow) {
    // Half a texel is left out at the edges, where filtering would wrap around.
    double es = 0.5 / (1 << t.widthBits());
    double et = 0.5 / (1 << t.heightBits());
    upright(f, a0, a1, d, z0, z1, t, es, et, 1 - es, 1 - et, glow);
  }

  private void upright(
      Frame f,
      double a0,
      double a1,
      double d,
      double z0,
      double z1,
      Texture texture,
      double s0,
      double t0,
      double s1,
      double t1,
      double glow) {
    double w = a1 - a0;
    surfaces.add(
        new Surface(
            (float) f.worldX(a0, d),
            (float) f.worldY(a0, d),
            (float) z1,
            (float) (f.rightX() * w),
            (float) (f.rightY() * w),
            0,
            0,
            0,
            (float) (z0 - z1),
            texture,
            (float) s0,
            (float) t0,
            (float) s1,
            (float) t1,
            (float) glow));
  }

  /** A level rectangle; texture anchored to the world so that neighbours join without a seam. */
  void level(Rect r, double z, boolean facingUp, Texture t) {
    double s = 1 / t.metresWide();
    double h = 1 / t.metresHigh();
    if (facingUp) {
      level(r, z, true, t, r.x0() * s, -r.y1() * h, r.x1() * s, -r.y0() * h, 0);
    } else {
      level(r, z, false, t, r.x0() * s, r.y0() * h, r.x1() * s, r.y1() * h, 0);
    }
  }

  /** A level rectangle that shows the texture once. */
  void levelPicture(Rect r, double z, boolean facingUp, Texture t, double glow) {
    double es = 0.5 / (1 << t.widthBits());
    double et = 0.5 / (1 << t.heightBits());
    level(r, z, facingUp, t, es, et, 1 - es, 1 - et, glow);
  }

  private void level(
      Rect r,
      double z,
      boolean facingUp,
      Texture texture,
      double s0,
      double t0,
      double s1,
      double t1,
      double glow) {
    surfaces.add(
        new Surface(
            (float) r.x0(),
            (float) (facingUp ? r.y1() : r.y0()),
            (float) z,
            (float) r.width(),
            0,
            0,
            0,
            (float) (facingUp ? -r.depth() : r.depth()),
            0,
            texture,
            (float) s0,
            (float) t0,
            (float) s1,
            (float) t1,
            (float) glow));
  }

  /** A block of a frame with all the faces that can be seen; its front faces the viewer. */
  void box(Frame f, double a0, double a1, double d0, double d1, double z0, double z1, Skin skin) {
    Rect r = f.rect(a0, a1, d0, d1);
    if (skin.fitted()) {
      picture(f, a0, a1, d1, z0, z1, skin.front(), 0);
    } else {
      upright(f, a0, a1, d1, z0, z1, skin.front(), z1);
    }
    for (Side side : Side.values()) {
      if (side != f.look()) {
        face(r, side, z0, z1, skin.rest());
      }
    }
    level(r, z1, true, skin.rest());
    if (z0 > 0.02) {
      level(r, z0, false, skin.rest());
    }
    if (castsShadow(r.width(), r.depth(), z1 - z0)) {
      blocks.add(new Box(r, z0, z1));
    }
  }

  private static boolean castsShadow(double w, double d, double h) {
    double thinnest = Math.min(Math.min(w, d), h);
    return thinnest > THIN && w * d * h / thinnest > SMALL;
  }

  /** The face of a block that one sees looking towards {@code look}. */
  private void face(Rect r, Side look, double z0, double z1, Texture texture) {
    Frame f =
        switch (look) {
          case NORTH -> new Frame(look, r.x0(), r.y0());
          case SOUTH -> new Frame(look, r.x1(), r.y1());
          case EAST -> new Frame(look, r.x0(), r.y1());
          case WEST -> new Frame(look, r.x1(), r.y0());
        };
    upright(f, 0, look.alongX() ? r.width() : r.depth(), 0, z0, z1, texture, z1);
  }
}
