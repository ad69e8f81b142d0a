package org.waymark.testbed.world.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.waymark.testbed.world.plan.Opening;
import org.waymark.testbed.world.plan.Opening.Kind;
import org.waymark.testbed.world.plan.Path;
import org.waymark.testbed.world.plan.Rect;
import org.waymark.testbed.world.plan.Room;
import org.waymark.testbed.world.plan.RoomKind;
import org.waymark.testbed.world.plan.Side;

/**
 * Decides which pieces stand where in a room. Nothing overlaps, nothing covers a door or a window,
 * and nothing comes near the way of the robot.
 */
final class Furnisher {

  /** Between the middle of the robot's way and anything that it could run into, in metres. */
  static final double CLEARANCE = 0.62;

  /** What hangs closer to the wall than this is out of the robot's way wherever it drives. */
  private static final double FLAT = 0.1;

  private static final int TRIES = 14;

  private final Room room;
  private final Path path;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Box> taken = new ArrayList<>();
  private final SplittableRandom random;

  Furnisher(Room room, Path path) {
    this.room = room;
    this.path = path;
    random = new SplittableRandom(room.seed() ^ 0xf0f0);
    for (Opening o : room.openings()) {
      Frame f = Frame.alongWall(room, o.side());
      double a = Math.min(f.along(o.from()), f.along(o.to()));
      double w = o.to() - o.from();
      boolean door = o.kind() != Kind.WINDOW;
      taken.add(
          new Box(
              f.rect(a - 0.12, a + w + (o.label().isEmpty() ? 0.12 : 0.5), 0, door ? 0.5 : 0.3),
              o.bottom() - 0.05,
              o.top() + 0.1));
    }
  }

  List<Piece> furnish() {
    doorLeaves();
    radiators();
    for (Wish wish : Wish.of(room.kind(), random)) {
      for (int i = 0; i < wish.count(); i++) {
        if (wish.free()) {
          inTheMiddle(wish);
        } else {
          atAWall(wish);
        }
      }
    }
    return pieces;
  }

  private void doorLeaves() {
    for (Opening o : room.openings()) {
      if (o.kind() != Kind.DOORWAY || o.label().isEmpty() || room.kind() == RoomKind.CORRIDOR) {
        continue;
      }
      Frame f = Frame.alongWall(room, o.side());
      double a = Math.min(f.along(o.from()), f.along(o.to()));
      double w = o.to() - o.from();
      double thick = 0.045;
      boolean first = random.nextBoolean();
      for (boolean left : new boolean[] {first, !first}) {
        double hinge = left ? a - thick : a + w;
        Rect leaf = f.rect(hinge, hinge + thick, 0.03, w);
        Side look = left ? right(o.side()) : right(o.side()).opposite();
        Piece piece =
            new Piece(
                Piece.Kind.DOOR_LEAF,
                standing(leaf, look),
                w - 0.03,
                thick,
                0.01,
                o.top() - 0.02,
                1,
                false);
        if (path.distanceTo(leaf) > 0.5 && room.floor().encloses(leaf)) {
          pieces.add(piece);
          taken.add(piece.block());
          break;
        }
      }
    }
  }

  /** The side to the right of someone who looks at {@code side}. */
  private static Side right(Side side) {
    return switch (side) {
      case NORTH -> Side.EAST;
      case EAST -> Side.SOUTH;
      case SOUTH -> Side.WEST;
      case WEST -> Side.NORTH;
    };
  }

  /** A frame whose piece fills a rectangle and faces away from {@code look}. */
  private static Frame standing(Rect r, Side look) {
    return switch (look) {
      case NORTH -> new Frame(look, r.x0(), r.y1());
      case SOUTH -> new Frame(look, r.x1(), r.y0());
      case EAST -> new Frame(look, r.x1(), r.y1());
      case WEST -> new Frame(look, r.x0(), r.y0());
    };
  }

  private void radiators() {
    for (Opening o : room.openings()) {
      if (o.kind() == Kind.WINDOW) {
        Frame f = Frame.alongWall(room, o.side());
        double a = Math.min(f.along(o.from()), f.along(o.to()));
        double w = o.to() - o.from();
        add(
            new Piece(
                Piece.Kind.RADIATOR,
                f.moved(a + 0.1, 0),
                w - 0.2,
                0.1,
                0.12,
                o.bottom() - 0.12,
                1,
                false));
      }
    }
  }

  private void atAWall(Wish wish) {
    for (int i = 0; i < TRIES; i++) {
      Side side = Side.ALL.get(random.nextInt(4));
      double length = side.alongX() ? room.floor().width() : room.floor().depth();
      double w = wish.width(random);
      double a = 0.06 + (length - w - 0.12) * random.nextDouble();
      Piece piece = wish.piece(Frame.alongWall(room, side).moved(a, 0.004), w, random);
      if (a > 0 && add(piece)) {
        beside(piece);
        return;
      }
    }
  }

  private void inTheMiddle(Wish wish) {
    Rect f = room.floor();
    for (int i = 0; i < 2 * TRIES; i++) {
      Side look = Side.ALL.get(random.nextInt(4));
      double w = wish.width(random);
      double x = f.x0() + f.width() * random.nextDouble();
      double y = f.y0() + f.depth() * random.nextDouble();
      Piece piece = wish.piece(new Frame(look, x, y), w, random);
      if (add(piece)) {
        beside(piece);
        return;
      }
    }
  }

  /** What belongs to a piece: a chair to a desk, chairs around a table. */
  private void beside(Piece piece) {
    double w = piece.width();
    double d = piece.depth();
    switch (piece.kind()) {
      case DESK ->
          chair(piece.frame(), w / 2 - 0.23 + 0.3 * (random.nextDouble() - 0.5), d + 0.05, true);
      case TABLE -> {
        for (double a = 0.25; a + 0.5 < w; a += 0.7) {
          chair(piece.frame(), a, d + 0.04, true);
          chair(piece.frame(), a, -0.5, false);
        }
      }
      case COUNTER ->
          add(
              new Piece(
                  Piece.Kind.WALL_CABINET,
                  piece.frame(),
                  w,
                  0.34,
                  1.45,
                  2.05,
                  piece.seed(),
                  false));
      default -> {}
    }
  }

  private void chair(Frame f, double a, double d, boolean near) {
    // A chair looks at what it stands before: on the near side its back is towards the viewer.
    Rect r = f.rect(a, a + 0.46, d, d + 0.46);
    Frame frame = standing(r, near ? f.look().opposite() : f.look());
    add(new Piece(Piece.Kind.CHAIR, frame, 0.46, 0.46, 0, 0.92, random.nextLong(), true));
  }

  private boolean add(Piece piece) {
    if (!fits(piece, taken)) {
      return false;
    }
    pieces.add(piece);
    taken.add(piece.block());
    return true;
  }

  private boolean fits(Piece piece, List<Box> others) {
    Rect r = piece.floor();
    boolean flat = piece.depth() < FLAT || piece.bottom() > 1.4 || piece.kind() == Piece.Kind.RUG;
    if (!room.floor().encloses(r) || (!flat && path.distanceTo(r) < CLEARANCE)) {
      return false;
    }
    Box block = piece.block();
    for (Box other : others) {
      if (other.overlaps(block)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same furniture on another day: every third movable piece has been pushed aside a little
   * where there was space.
   */
  List<Piece> onAnotherDay(List<Piece> before, long seed) {
    SplittableRandom day = new SplittableRandom(room.seed() ^ seed);
    List<Piece> after = new ArrayList<>();
    for (Piece piece : before) {
      Piece moved = piece.moved(0.6 * (day.nextDouble() - 0.5), 0.5 * (day.nextDouble() - 0.5));
      boolean wanted = piece.movable() && day.nextInt(3) == 0;
      List<Box> others = new ArrayList<>(taken);
      others.remove(piece.block());
      if (wanted && fits(moved, others)) {
        taken.remove(piece.block());
        taken.add(moved.block());
        after.add(moved);
      } else {
        after.add(piece);
      }
    }
    return after;
  }
}
