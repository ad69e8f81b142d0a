package org.waymark.testbed.world.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.waymark.testbed.world.plan.Doorway;
import org.waymark.testbed.world.plan.Opening;
import org.waymark.testbed.world.plan.Opening.Kind;
import org.waymark.testbed.world.plan.Rect;
import org.waymark.testbed.world.plan.Room;
import org.waymark.testbed.world.plan.RoomKind;
import org.waymark.testbed.world.plan.Side;
import org.waymark.testbed.world.texture.Fittings;
import org.waymark.testbed.world.texture.Texture;

/** What a room is before anybody furnishes it: walls with their openings, floor, ceiling, lamps. */
final class Shell {

  /** Surfaces reach this far into their neighbours, so that no gap shows at a corner. */
  private static final double LAP = 0.01;

  private static final double TRIM_WIDTH = 0.07;
  private static final double TRIM_DEPTH = 0.02;
  private static final double REVEAL = 0.14;

  private final Room room;
  private final Style style;
  private final Textures textures;
  private final CellBuilder out;

  Shell(Room room, Style style, Textures textures, CellBuilder out) {
    this.room = room;
    this.style = style;
    this.textures = textures;
    this.out = out;
  }

  void build() {
    Rect over = room.floor().grown(LAP);
    out.level(over, 0, true, style.floor());
    out.level(over, room.height(), false, style.ceiling());
    for (Side side : Side.values()) {
      wall(side);
    }
    lamps();
  }

  private void wall(Side side) {
    Frame f = Frame.alongWall(room, side);
    double length = side.alongX() ? room.floor().width() : room.floor().depth();
    Texture texture = side == style.featureSide() ? style.feature() : style.wall();
    double h = room.height();
    List<Opening> openings = new ArrayList<>();
    for (Opening o : room.openings()) {
      if (o.side() == side) {
        openings.add(o);
      }
    }
    openings.sort(Comparator.comparingDouble(o -> left(f, o)));
    double a = -LAP;
    double skirting = 0;
    for (Opening o : openings) {
      double from = left(f, o);
      double to = from + o.to() - o.from();
      out.upright(f, a, from, 0, -LAP, h + LAP, texture, h);
      if (o.bottom() > 0) {
        out.upright(f, from, to, 0, -LAP, o.bottom(), texture, h);
      } else {
        skirt(f, skirting, from - TRIM_WIDTH);
        skirting = to + TRIM_WIDTH;
      }
      out.upright(f, from, to, 0, o.top(), h + LAP, texture, h);
      a = to;
      fill(f, o, from, to);
    }
    out.upright(f, a, length + LAP, 0, -LAP, h + LAP, texture, h);
    skirt(f, skirting, length);
  }

  private static double left(Frame f, Opening o) {
    return Math.min(f.along(o.from()), f.along(o.to()));
  }

  private void skirt(Frame f, double from, double to) {
    if (to > from) {
      out.box(f, from, to, 0, 0.015, 0, 0.09, Skin.of(style.trim()));
    }
  }

  private void fill(Frame f, Opening o, double from, double to) {
    Skin trim = Skin.of(style.trim());
    boolean window = o.kind() == Kind.WINDOW;
    double low = window ? o.bottom() - TRIM_WIDTH : 0;
    out.box(f, from - TRIM_WIDTH, from, 0, TRIM_DEPTH, low, o.top() + TRIM_WIDTH, trim);
    out.box(f, to, to + TRIM_WIDTH, 0, TRIM_DEPTH, low, o.top() + TRIM_WIDTH, trim);
    out.box(f, from, to, 0, TRIM_DEPTH, o.top(), o.top() + TRIM_WIDTH, trim);
    if (window) {
      window(f, o, from, to);
    } else if (o.kind() == Kind.CLOSED_DOOR) {
      int seed = Long.hashCode(room.seed());
      Texture leaf = doorTexture(textures, style.doorColour(), to - from, o.top(), seed % 2 == 0);
      out.picture(f, from, to, -0.04, 0, o.top(), leaf, 0);
      recess(f, from, to, 0, o.top(), 0.04);
    }
    if (!o.label().isEmpty() && room.kind() == RoomKind.CORRIDOR) {
      Texture sign = sign(textures, o.label(), style);
      double a = to + 0.17;
      out.box(f, a, a + 0.3, 0, 0.012, 1.5, 1.65, Skin.fronted(sign, style.trim()));
    }
  }

  /** What the sign beside a door shows. */
  static Texture sign(Textures textures, String label, Style style) {
    int colour = style.paintColour();
    return textures.get("sign" + label + colour, () -> Fittings.doorSign(label, colour));
  }

  static Texture doorTexture(
      Textures textures, int colour, double width, double height, boolean glazed) {
    return textures.get(
        "door" + colour + glazed + width,
        () -> Fittings.door(width, height, colour, glazed, colour));
  }

  private void window(Frame f, Opening o, double from, double to) {
    double w = to - from;
    double h = o.top() - o.bottom();
    long seed = room.seed() * 31 + Math.round(o.from() * 100) + (o.side().alongX() ? 1 : 2);
    Texture view = textures.get("view" + seed, () -> Fittings.view(w, h, seed));
    out.picture(f, from, to, -REVEAL, o.bottom(), o.top(), view, 1);
    recess(f, from, to, o.bottom(), o.top(), REVEAL);
    Skin trim = Skin.of(style.trim());
    double mid = (from + to) / 2;
    double bar = 0.025;
    double cross = o.bottom() + h * 0.7;
    out.box(f, mid - bar, mid + bar, -REVEAL, -REVEAL + 0.05, o.bottom(), o.top(), trim);
    out.box(f, from, to, -REVEAL, -REVEAL + 0.05, cross - bar, cross + bar, trim);
    out.box(f, from, from + 0.05, -REVEAL, -REVEAL + 0.05, o.bottom(), o.top(), trim);
    out.box(f, to - 0.05, to, -REVEAL, -REVEAL + 0.05, o.bottom(), o.top(), trim);
    out.box(f, from, to, -REVEAL, -REVEAL + 0.05, o.top() - 0.05, o.top(), trim);
    // The sill.
    double sill = o.bottom();
    out.box(f, from - 0.1, to + 0.1, 0, 0.12, sill - 0.04, sill, trim);
    out.light(
        new AreaLight(
            f.worldX(mid, -0.02),
            f.worldY(mid, -0.02),
            o.bottom() + h / 2,
            f.rightX() * w / 2,
            f.rightY() * w / 2,
            0,
            0,
            0,
            h / 2,
            f.nearX(),
            f.nearY(),
            0,
            true));
  }

  /** The four sides of a hole of some depth behind the wall's face. */
  private void recess(Frame f, double from, double to, double z0, double z1, double depth) {
    Rect hole = f.rect(from, to, -depth, 0);
    out.level(hole, z1, false, style.trim());
    if (z0 > 0) {
      out.level(hole, z0, true, style.trim());
    } else {
      out.level(hole, 0, true, style.floor());
    }
    cheeks(out, f, from, to, z0, z1, depth, style.trim());
  }

  private static void cheeks(
      CellBuilder out,
      Frame f,
      double from,
      double to,
      double z0,
      double z1,
      double depth,
      Texture texture) {
    Rect hole = f.rect(from, to, -depth, 0);
    for (Side look : Side.values()) {
      if (look.alongX() != f.look().alongX()) {
        Room pocket = new Room(0, RoomKind.CORRIDOR, hole, z1, List.of(), 0);
        Frame side = Frame.alongWall(pocket, look);
        double deep = look.alongX() ? hole.width() : hole.depth();
        out.upright(side, 0, deep, 0, z0, z1, texture, z1);
      }
    }
  }

  /** Lines the passage through a wall; belongs to either of the rooms that it joins. */
  static void passage(CellBuilder out, Doorway doorway, Style style) {
    Rect p = doorway.passage();
    Side look = doorway.alongX() ? Side.NORTH : Side.EAST;
    Frame f =
        look == Side.NORTH ? new Frame(look, p.x0(), p.y0()) : new Frame(look, p.x0(), p.y1());
    double w = doorway.alongX() ? p.width() : p.depth();
    double deep = doorway.alongX() ? p.depth() : p.width();
    out.level(p, 0, true, style.floor());
    out.level(p, doorway.height(), false, style.trim());
    cheeks(out, f, 0, w, 0, doorway.height(), deep, style.trim());
  }

  private void lamps() {
    Rect floor = room.floor();
    int nx = Math.max(1, (int) Math.round(floor.width() / 2.6));
    int ny = Math.max(1, (int) Math.round(floor.depth() / 2.6));
    Texture lamp = textures.get("lamp", Fittings::lamp);
    for (int i = 0; i < nx; i++) {
      for (int j = 0; j < ny; j++) {
        double x = floor.x0() + floor.width() * (i + 0.5) / nx;
        double y = floor.y0() + floor.depth() * (j + 0.5) / ny;
        Rect panel = new Rect(x - 0.3, y - 0.3, x + 0.3, y + 0.3);
        double z = room.height() - 0.03;
        out.levelPicture(panel, z, false, lamp, 1.5);
        for (Side side : Side.values()) {
          Frame f =
              switch (side) {
                case NORTH -> new Frame(side, panel.x0(), panel.y0());
                case SOUTH -> new Frame(side, panel.x1(), panel.y1());
                case EAST -> new Frame(side, panel.x0(), panel.y1());
                case WEST -> new Frame(side, panel.x1(), panel.y0());
              };
          out.upright(f, 0, 0.6, 0, z, room.height(), style.trim(), z);
        }
        out.light(new AreaLight(x, y, z - 0.01, 0.3, 0, 0, 0, 0.3, 0, 0, 0, -1, false));
      }
    }
  }
}
