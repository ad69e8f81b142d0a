package org.waymark.testbed.world.scene;

import java.util.SplittableRandom;
import org.waymark.testbed.world.plan.Room;
import org.waymark.testbed.world.plan.RoomKind;
import org.waymark.testbed.world.plan.Side;
import org.waymark.testbed.world.texture.Floors;
import org.waymark.testbed.world.texture.Rgb;
import org.waymark.testbed.world.texture.Texture;
import org.waymark.testbed.world.texture.Walls;

/**
 * The palette and the materials of one room.
 *
 * @param wall of three walls
 * @param feature of the fourth wall, which may be the same
 * @param featureSide the side with the feature wall
 */
record Style(
    Texture wall,
    Texture feature,
    Side featureSide,
    Texture floor,
    Texture ceiling,
    Texture trim,
    Texture wood,
    Texture fabric,
    Texture paint,
    int woodColour,
    int fabricColour,
    int paintColour,
    int doorColour) {

  private static final int[] WOODS = {0xb98a58, 0x8a5a34, 0xd2b083, 0x6b4630, 0xa87447, 0xc9a06a};

  static Style of(Room room, long buildingSeed, Textures textures) {
    SplittableRandom r = new SplittableRandom(room.seed() ^ 0x51f1e);
    SplittableRandom house = new SplittableRandom(buildingSeed ^ 0xd00d);
    int doorColour =
        house.nextBoolean() ? pick(house, WOODS) : Rgb.hsv(house.nextDouble(), 0.4, 0.6);
    int trimColour = house.nextBoolean() ? 0xefece4 : 0x5b4a3c;
    double hue = r.nextDouble();
    int wood = pick(r, WOODS);
    int fabric =
        Rgb.hsv(
            hue + 0.3 + 0.4 * r.nextDouble(),
            0.45 + 0.35 * r.nextDouble(),
            0.35 + 0.4 * r.nextDouble());
    int paint = Rgb.hsv(r.nextDouble(), 0.4 + 0.4 * r.nextDouble(), 0.4 + 0.45 * r.nextDouble());
    Palette p = new Palette(textures, room.seed());
    Texture wall;
    Texture feature;
    Texture floor;
    Texture ceiling;
    if (room.kind() == RoomKind.CORRIDOR) {
      double corridorHue = house.nextDouble() + 0.21 * room.index();
      Palette shared = new Palette(textures, buildingSeed + room.index());
      wall =
          shared.dado(Rgb.hsv(0.12, 0.06, 0.88), Rgb.hsv(corridorHue, 0.35, 0.62), room.height());
      feature = wall;
      floor =
          new Palette(textures, buildingSeed)
              .floor(
                  house.nextInt(3) + 2, Rgb.hsv(0.1, 0.12, 0.62), Rgb.hsv(corridorHue, 0.3, 0.5));
      ceiling = new Palette(textures, buildingSeed).ceiling(0xecece8);
    } else {
      wall =
          p.wall(
              room.kind(),
              r,
              Rgb.hsv(hue, 0.08 + 0.3 * r.nextDouble(), 0.78 + 0.15 * r.nextDouble()),
              wood);
      feature =
          r.nextInt(3) == 0
              ? wall
              : p.accent(
                  r,
                  Rgb.hsv(
                      hue + 0.1 * r.nextDouble(),
                      0.3 + 0.35 * r.nextDouble(),
                      0.5 + 0.35 * r.nextDouble()),
                  wood);
      floor = p.floor(floorOf(room.kind(), r), pick(r, WOODS), Rgb.hsv(r.nextDouble(), 0.35, 0.45));
      ceiling = r.nextBoolean() ? p.ceiling(0xe8e8e4) : p.plaster(0xf2f0ea);
    }
    return new Style(
        wall,
        feature,
        Side.ALL.get(r.nextInt(4)),
        floor,
        ceiling,
        textures.get("trim" + trimColour, () -> Floors.smooth(trimColour, 3)),
        textures.get("wood" + wood, () -> Floors.wood(wood, wood)),
        textures.get("fabric" + fabric, () -> Floors.fabric(fabric, fabric)),
        textures.get("paint" + paint, () -> Floors.smooth(paint, paint)),
        wood,
        fabric,
        paint,
        doorColour);
  }

  private static int floorOf(RoomKind kind, SplittableRandom r) {
    return switch (kind) {
      case KITCHEN -> r.nextBoolean() ? 2 : 4;
      case STORAGE -> 3;
      case LABORATORY -> 4 - r.nextInt(3);
      case LOUNGE, LIBRARY -> r.nextInt(2);
      default -> r.nextInt(4);
    };
  }

  private static int pick(SplittableRandom r, int[] from) {
    return from[r.nextInt(from.length)];
  }

  /** Paints and keeps the large materials of one seed. */
  private record Palette(Textures textures, long seed) {

    private int small() {
      return Long.hashCode(seed);
    }

    Texture wall(RoomKind kind, SplittableRandom r, int colour, int wood) {
      int roll = r.nextInt(10);
      return switch (kind) {
        case KITCHEN ->
            roll < 7
                ? tiles(Rgb.mix(colour, 0xffffff, 0.4), Rgb.scale(colour, 0.7))
                : plaster(colour);
        case STORAGE -> roll < 6 ? brick(0xa0644c) : concrete(0xa8a49c);
        case LIBRARY -> roll < 6 ? panelling(wood) : plaster(colour);
        case LOUNGE ->
            roll < 7
                ? stripes(colour, Rgb.scale(colour, 0.78))
                : motif(colour, Rgb.scale(colour, 0.7));
        case STUDIO -> roll < 7 ? brick(0xc9b8a4) : plaster(colour);
        default ->
            roll < 6
                ? plaster(colour)
                : roll < 8 ? stripes(colour, Rgb.scale(colour, 0.86)) : concrete(0xb8b6b2);
      };
    }

    Texture accent(SplittableRandom r, int colour, int wood) {
      return switch (r.nextInt(6)) {
        case 0 -> brick(0xa65f45);
        case 1 -> panelling(wood);
        case 2 -> motif(Rgb.mix(colour, 0xffffff, 0.5), colour);
        case 3 -> stripes(Rgb.mix(colour, 0xffffff, 0.45), colour);
        default -> plaster(colour);
      };
    }

    Texture floor(int kind, int wood, int accent) {
      return switch (kind) {
        case 0 -> textures.get("boards" + seed + wood, () -> Floors.boards(wood, small()));
        case 1 ->
            textures.get(
                "carpet" + seed + accent,
                () -> Floors.carpet(accent, Rgb.scale(accent, 0.6), small()));
        case 2 ->
            textures.get(
                "checker" + seed + accent,
                () -> Floors.checker(0xd9d4c6, Rgb.mix(accent, 0x606060, 0.3), small()));
        case 3 -> textures.get("concrete" + seed, () -> Floors.concrete(0x9c9890, small()));
        default ->
            textures.get(
                "terrazzo" + seed + accent, () -> Floors.terrazzo(0xc4bdae, accent, small()));
      };
    }

    Texture plaster(int c) {
      return textures.get("plaster" + seed + c, () -> Walls.plaster(c, small()));
    }

    Texture dado(int upper, int lower, double height) {
      return textures.get("dado" + seed + lower, () -> Walls.dado(upper, lower, height, small()));
    }

    Texture ceiling(int c) {
      return textures.get("ceiling" + seed, () -> Walls.ceiling(c, small()));
    }

    private Texture tiles(int c, int accent) {
      return textures.get("tiles" + seed + c, () -> Walls.tiles(c, accent, small()));
    }

    private Texture brick(int c) {
      return textures.get("brick" + seed + c, () -> Walls.brick(c, 0xb9b2a6, small()));
    }

    private Texture concrete(int c) {
      return textures.get("wallconcrete" + seed, () -> Floors.concrete(c, small()));
    }

    private Texture panelling(int c) {
      return textures.get("panelling" + seed + c, () -> Walls.panelling(c, small()));
    }

    private Texture stripes(int c, int stripe) {
      return textures.get("stripes" + seed + c, () -> Walls.stripes(c, stripe, small()));
    }

    private Texture motif(int c, int figure) {
      return textures.get("motif" + seed + c, () -> Walls.motif(c, figure, small()));
    }
  }
}
