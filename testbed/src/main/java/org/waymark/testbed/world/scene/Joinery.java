package org.waymark.testbed.world.scene;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.waymark.testbed.world.texture.Fittings;
import org.waymark.testbed.world.texture.Floors;
import org.waymark.testbed.world.texture.Posters;
import org.waymark.testbed.world.texture.Rgb;
import org.waymark.testbed.world.texture.Texture;

/** Builds pieces out of blocks and pictures. */
final class Joinery {

  private final Style style;
  private final Textures textures;
  private final CellBuilder out;

  Joinery(Style style, Textures textures, CellBuilder out) {
    this.style = style;
    this.textures = textures;
    this.out = out;
  }

  void build(Piece p) {
    SplittableRandom r = new SplittableRandom(p.seed());
    Frame f = p.frame();
    double w = p.width();
    double d = p.depth();
    double h = p.top();
    switch (p.kind()) {
      case DESK -> desk(f, w, d, p.seed(), r);
      case SHELF -> shelf(f, w, d, h, p.seed());
      case CABINET -> cabinet(f, w, d, h, p.seed(), r);
      case SOFA -> sofa(f, w, d, h);
      case PLANT -> plant(f, w, d, h, r);
      case CRATES -> crates(f, w, d, h, r);
      case CHAIR -> chair(f, w, d, h, r);
      case TABLE -> table(f, w, d, h, r);
      case COUNTER -> counter(f, w, d, h, r);
      case WALL_CABINET ->
          fronted(
              f,
              w,
              d,
              p.bottom(),
              h,
              (int) Math.round(w / 0.5),
              1,
              Rgb.mix(style.paintColour(), 0xffffff, 0.25));
      case FRIDGE -> fronted(f, w, d, 0, h, 1, 2, 0xd9dcde);
      case LOCKERS ->
          fronted(f, w, d, 0, h, (int) Math.round(w / 0.35), 1 + r.nextInt(2), style.paintColour());
      case BENCH -> bench(f, w, d, h);
      case RADIATOR -> radiator(f, w, d, p.bottom(), h);
      case RACK -> rack(f, w, d, h, r);
      case POSTER -> hung(p, "poster", () -> Posters.framed(w, h - p.bottom(), p.seed()));
      case WHITEBOARD ->
          hung(p, "whiteboard", () -> Fittings.whiteboard(w, h - p.bottom(), p.seed()));
      case PINBOARD -> hung(p, "pinboard", () -> Fittings.pinboard(w, h - p.bottom(), p.seed()));
      case TELEVISION -> hung(p, "television", () -> Fittings.screen(w, h - p.bottom(), p.seed()));
      case EXTINGUISHER -> extinguisher(f, w, d, p.bottom(), h);
      case DOOR_LEAF -> leaf(f, w, d, h);
      case RUG ->
          out.levelPicture(
              p.floor(),
              0.012,
              true,
              textures.get(
                  "rug" + p.seed(),
                  () -> Fittings.rug(p.floor().width(), p.floor().depth(), p.seed())),
              0);
    }
  }

  private void hung(Piece p, String kind, Supplier<Texture> picture) {
    Texture kept = textures.get(kind + p.seed(), picture);
    out.box(
        p.frame(),
        0,
        p.width(),
        0,
        p.depth(),
        p.bottom(),
        p.top(),
        Skin.fronted(kept, plain(0x3a3632)));
  }

  private Texture plain(int colour) {
    return textures.get("plain" + colour, () -> Floors.smooth(colour, 11));
  }

  private Skin wood() {
    return Skin.of(style.wood());
  }

  private void legs(Frame f, double w, double d, double h, double thick, Skin skin) {
    out.box(f, 0, thick, 0, thick, 0, h, skin);
    out.box(f, w - thick, w, 0, thick, 0, h, skin);
    out.box(f, 0, thick, d - thick, d, 0, h, skin);
    out.box(f, w - thick, w, d - thick, d, 0, h, skin);
  }

  private void desk(Frame f, double w, double d, long seed, SplittableRandom r) {
    out.box(f, 0, w, 0, d, 0.71, 0.75, wood());
    Skin dark = Skin.of(plain(0x3c3e42));
    legs(f, w, d, 0.71, 0.04, dark);
    boolean left = r.nextBoolean();
    double a = left ? 0.05 : w - 0.45;
    Texture drawers =
        textures.get(
            "drawers" + style.paintColour(),
            () -> Fittings.fronts(0.4, 0.56, 1, 3, style.paintColour(), 5));
    out.box(f, a, a + 0.4, 0.08, d - 0.05, 0.08, 0.66, Skin.fronted(drawers, style.paint()));
    int screens = 1 + r.nextInt(2);
    for (int i = 0; i < screens; i++) {
      double sw = 0.52;
      double mid = w * (i + 0.5 + 0.1 * r.nextDouble()) / screens;
      long id = seed + i;
      Texture screen = textures.get("screen" + id, () -> Fittings.screen(sw, 0.32, id));
      out.box(
          f, mid - sw / 2, mid + sw / 2, 0.2, 0.235, 0.87, 1.19, Skin.fronted(screen, dark.rest()));
      out.box(f, mid - 0.03, mid + 0.03, 0.18, 0.2, 0.75, 1.0, dark);
      out.box(f, mid - 0.12, mid + 0.12, 0.12, 0.3, 0.75, 0.765, dark);
      out.box(f, mid - 0.2, mid + 0.2, 0.42, 0.56, 0.75, 0.77, Skin.of(plain(0x55585c)));
    }
    for (int i = 0; i < 3; i++) {
      double pa = 0.1 + (w - 0.4) * r.nextDouble();
      double pd = 0.35 + 0.2 * r.nextDouble();
      int colour = Rgb.hsv(r.nextInt(8) / 8.0, 0.5, 0.8);
      out.box(
          f,
          pa,
          pa + 0.08 + 0.15 * r.nextDouble(),
          pd,
          pd + 0.1,
          0.75,
          0.77 + 0.1 * r.nextDouble(),
          Skin.of(plain(colour)));
    }
  }

  private void shelf(Frame f, double w, double d, double h, long seed) {
    double board = 0.03;
    out.box(f, 0, board, 0, d, 0, h, wood());
    out.box(f, w - board, w, 0, d, 0, h, wood());
    out.box(f, board, w - board, 0, 0.015, 0, h, wood());
    int rows = (int) Math.round(h / 0.36);
    for (int i = 0; i <= rows; i++) {
      double z = 0.06 + (h - board - 0.06) * i / rows;
      out.box(f, board, w - board, 0.015, d, z, z + board, wood());
      if (i < rows && Math.floorMod(seed + i * 5L, 7) != 0) {
        double inside = w - 2 * board;
        double gap = (h - board - 0.06) / rows - board;
        long id = seed * 13 + i;
        double share = Math.floorMod(seed + i, 4) == 0 ? 0.6 : 1;
        double tall = Math.min(gap, 0.28);
        Texture books = textures.get("books" + id, () -> Fittings.books(inside * share, tall, id));
        out.box(
            f,
            board,
            board + inside * share,
            0.02,
            d - 0.05,
            z + board,
            z + board + tall,
            Skin.fronted(books, plain(0xcfc4ac)));
      }
    }
  }

  private void fronted(
      Frame f, double w, double d, double z0, double z1, int columns, int rows, int colour) {
    int n = Math.max(1, columns);
    Texture front =
        textures.get(
            "front" + colour + "/" + n + "/" + rows + "/" + w + "/" + z1,
            () -> Fittings.fronts(w, z1 - z0, n, rows, colour, colour));
    out.box(f, 0, w, 0, d, z0, z1, Skin.fronted(front, plain(colour)));
  }

  private void cabinet(Frame f, double w, double d, double h, long seed, SplittableRandom r) {
    int colour = r.nextBoolean() ? style.woodColour() : style.paintColour();
    fronted(f, w, d, 0, h, 2, h > 1.3 ? 2 : 1 + r.nextInt(3), colour);
    if (h < 1.3) {
      double a = w * (0.2 + 0.4 * r.nextDouble());
      out.box(
          f,
          a,
          a + 0.22,
          0.1,
          0.3,
          h,
          h + 0.16,
          Skin.of(plain(Rgb.hsv(Math.floorMod(seed, 10) / 10.0, 0.5, 0.7))));
      plant(f.moved(w * 0.75, 0.08), 0.22, 0.22, h + 0.38, h, r);
    }
  }

  private void sofa(Frame f, double w, double d, double h) {
    Skin cloth = Skin.of(style.fabric());
    int n = w > 1.7 ? 3 : 2;
    double arm = 0.16;
    out.box(f, 0, w, 0, 0.2, 0.1, h, cloth);
    out.box(f, 0, arm, 0.2, d, 0.1, 0.6, cloth);
    out.box(f, w - arm, w, 0.2, d, 0.1, 0.6, cloth);
    out.box(f, arm, w - arm, 0.2, d - 0.03, 0.1, 0.28, cloth);
    double seat = (w - 2 * arm) / n;
    Skin cushion =
        Skin.of(
            textures.get(
                "cushion" + style.fabricColour(),
                () -> Floors.fabric(Rgb.scale(style.fabricColour(), 1.15), 8)));
    for (int i = 0; i < n; i++) {
      double a = arm + i * seat;
      out.box(f, a + 0.008, a + seat - 0.008, 0.2, d, 0.28, 0.43, cushion);
      out.box(f, a + 0.012, a + seat - 0.012, 0.2, 0.34, 0.43, h - 0.06, cushion);
    }
    out.box(f, arm + 0.05, arm + 0.4, 0.34, 0.44, 0.43, 0.72, Skin.of(style.paint()));
  }

  private void plant(Frame f, double w, double d, double h, SplittableRandom r) {
    plant(f, w, d, h, 0, r);
  }

  private void plant(Frame f, double w, double d, double top, double bottom, SplittableRandom r) {
    double pot = (top - bottom) * 0.25;
    double in = 0.22 * w;
    out.box(
        f,
        in,
        w - in,
        in,
        d - in,
        bottom,
        bottom + pot,
        Skin.of(plain(Rgb.hsv(0.03 + 0.5 * r.nextInt(3), 0.45, 0.6))));
    int green = Rgb.hsv(0.24 + 0.02 * r.nextInt(6), 0.6, 0.55);
    Skin leaves = Skin.of(textures.get("leaves" + green, () -> Floors.leaves(green, green)));
    double mid = w / 2;
    out.box(
        f,
        mid - 0.02,
        mid + 0.02,
        d / 2 - 0.02,
        d / 2 + 0.02,
        bottom + pot,
        top - 0.1,
        Skin.of(plain(0x5a4430)));
    for (int i = 0; i < 6; i++) {
      double size = w * (0.32 + 0.3 * r.nextDouble());
      double a = (w - size) * r.nextDouble();
      double b = (d - size) * r.nextDouble();
      double z = bottom + pot + (top - bottom - pot - size * 0.6) * (0.15 + i * 0.17);
      out.box(f, a, a + size, b, b + size, z, z + size * 0.6, leaves);
    }
  }

  private void crates(Frame f, double w, double d, double h, SplittableRandom r) {
    int n = Math.max(1, (int) Math.round(h / w));
    for (int i = 0; i < n; i++) {
      int colour = r.nextBoolean() ? 0xb98f58 : 0xa3743f;
      long seed = r.nextInt(1000);
      Texture side =
          textures.get("crate" + w + colour + seed, () -> Fittings.crate(w, colour, (int) seed));
      double shift = i == 0 ? 0 : 0.06 * r.nextDouble();
      out.box(
          f,
          shift,
          w - 0.06 + shift,
          shift,
          d - 0.06 + shift,
          h * i / n,
          h * (i + 1) / n - 0.005,
          new Skin(side, side, true));
    }
  }

  private void chair(Frame f, double w, double d, double h, SplittableRandom r) {
    boolean wooden = r.nextBoolean();
    Skin frame = wooden ? wood() : Skin.of(plain(0x34363a));
    Skin cover = wooden ? wood() : Skin.of(style.fabric());
    legs(f, w, d, 0.44, 0.035, frame);
    out.box(f, 0, w, 0, d, 0.44, 0.49, cover);
    out.box(f, 0, 0.03, 0, 0.03, 0.49, h, frame);
    out.box(f, w - 0.03, w, 0, 0.03, 0.49, h, frame);
    out.box(f, 0.03, w - 0.03, 0.002, 0.03, h - 0.28, h - 0.02, cover);
  }

  private void table(Frame f, double w, double d, double h, SplittableRandom r) {
    out.box(f, 0, w, 0, d, h - 0.04, h, wood());
    legs(f.moved(0.06, 0.06), w - 0.12, d - 0.12, h - 0.04, 0.06, wood());
    int n = 2 + r.nextInt(3);
    for (int i = 0; i < n; i++) {
      double a = 0.1 + (w - 0.4) * (i + r.nextDouble() * 0.7) / n;
      double b = 0.1 + (d - 0.4) * r.nextDouble();
      boolean paper = r.nextBoolean();
      int colour = paper ? 0xf2f0ea : Rgb.hsv(r.nextInt(8) / 8.0, 0.6, 0.75);
      out.box(
          f,
          a,
          a + (paper ? 0.21 : 0.1),
          b,
          b + (paper ? 0.29 : 0.1),
          h,
          h + (paper ? 0.01 : 0.12),
          Skin.of(plain(colour)));
    }
  }

  private void counter(Frame f, double w, double d, double h, SplittableRandom r) {
    fronted(
        f,
        w,
        d - 0.02,
        0.0,
        h - 0.04,
        (int) Math.round(w / 0.5),
        1 + r.nextInt(2),
        Rgb.mix(style.paintColour(), 0xffffff, 0.25));
    out.box(f, 0, w, 0, d, h - 0.04, h, wood());
    Skin steel = Skin.of(plain(0xb4b8bc));
    double sink = w * (0.25 + 0.1 * r.nextDouble());
    out.box(f, sink - 0.2, sink + 0.2, 0.1, 0.5, h, h + 0.012, steel);
    out.box(f, sink - 0.015, sink + 0.015, 0.06, 0.09, h, h + 0.28, steel);
    out.box(f, sink - 0.015, sink + 0.015, 0.09, 0.26, h + 0.25, h + 0.28, steel);
    double hob = w * 0.7;
    out.box(f, hob - 0.26, hob + 0.26, 0.05, 0.53, h, h + 0.008, Skin.of(plain(0x1c1c1f)));
    out.box(f, hob - 0.2, hob + 0.02, 0.1, 0.3, h + 0.008, h + 0.16, Skin.of(plain(0xa03a30)));
  }

  private void bench(Frame f, double w, double d, double h) {
    out.box(f, 0, w, 0, d, h - 0.05, h, wood());
    out.box(f, 0.08, 0.14, 0.04, d - 0.04, 0, h - 0.05, Skin.of(plain(0x3c3e42)));
    out.box(f, w - 0.14, w - 0.08, 0.04, d - 0.04, 0, h - 0.05, Skin.of(plain(0x3c3e42)));
  }

  private void radiator(Frame f, double w, double d, double z0, double z1) {
    Texture fins = textures.get("radiator", Fittings::radiator);
    out.box(f, 0, w, 0.02, d, z0, z1, Skin.of(fins));
  }

  private void rack(Frame f, double w, double d, double h, SplittableRandom r) {
    Skin steel = Skin.of(plain(0x6f7680));
    legs(f, w, d, h, 0.04, steel);
    int rows = 4;
    for (int i = 0; i < rows; i++) {
      double z = 0.12 + (h - 0.2) * i / rows;
      out.box(f, 0, w, 0, d, z, z + 0.03, steel);
      double a = 0.05;
      while (a < w - 0.3) {
        double size = 0.2 + 0.22 * r.nextDouble();
        double end = Math.min(a + size, w - 0.05);
        if (r.nextInt(5) != 0) {
          int colour = r.nextInt(3) == 0 ? Rgb.hsv(r.nextInt(10) / 10.0, 0.6, 0.65) : 0xb08a5c;
          out.box(
              f,
              a,
              end,
              0.04,
              d - 0.03 - 0.05 * r.nextDouble(),
              z + 0.03,
              z + 0.12 + 0.25 * r.nextDouble(),
              Skin.of(plain(colour)));
        }
        a = end + 0.03;
      }
    }
  }

  private void extinguisher(Frame f, double w, double d, double z0, double z1) {
    out.box(f, 0, w, 0.02, d, z0, z1 - 0.08, Skin.of(plain(0xc02020)));
    out.box(f, w * 0.3, w * 0.7, 0.04, d - 0.03, z1 - 0.08, z1, Skin.of(plain(0x202020)));
    out.box(f, -0.03, w + 0.03, 0, 0.008, z1 + 0.25, z1 + 0.45, Skin.of(plain(0xd03030)));
  }

  private void leaf(Frame f, double w, double d, double h) {
    Texture face = Shell.doorTexture(textures, style.doorColour(), w, h, true);
    Skin edge = Skin.of(plain(style.doorColour()));
    out.box(f, 0, w, 0, d, 0.01, h, Skin.fronted(face, edge.rest()));
    out.picture(back(f, w), 0, w, 0.001, 0.01, h, face, 0);
  }

  /** The same block seen from behind. */
  private static Frame back(Frame f, double w) {
    return new Frame(f.look().opposite(), f.worldX(w, 0), f.worldY(w, 0));
  }
}
