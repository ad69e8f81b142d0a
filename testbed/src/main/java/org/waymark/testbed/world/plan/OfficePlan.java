package org.waymark.testbed.world.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.waymark.testbed.world.plan.Opening.Kind;

/**
 * Draws an office storey: two long corridors joined at both ends, rooms with windows on the outer
 * sides, and a core of inner rooms that can be crossed from one corridor to the other.
 *
 * <p>The tour goes through eleven or twelve rooms and both corridors and returns; the first fifteen
 * metres hold two rooms and a stretch of corridor.
 */
public final class OfficePlan {

  static final double WALL = 0.16;
  static final double CORRIDOR = 2.2;
  private static final double DOOR_WIDTH = 1.1;
  private static final double DOOR_HEIGHT = 2.08;

  private final SplittableRandom random;
  private final PlanDraft draft;
  private final double length;

  private OfficePlan(long seed) {
    random = new SplittableRandom(seed);
    draft = new PlanDraft(seed, WALL);
    length = 25 + 4 * random.nextDouble();
  }

  public static Plan draw(long seed) {
    return new OfficePlan(seed).draw();
  }

  private Plan draw() {
    int outer = 5;
    int inner = 4;
    double southDepth = between(4.4, 5.6);
    double northDepth = between(4.4, 5.6);
    double coreDepth = between(4.6, 5.8);
    double coreY = CORRIDOR + WALL;
    double northY = coreY + coreDepth + WALL;

    int a = draft.room(RoomKind.CORRIDOR, new Rect(0, 0, length, CORRIDOR), 2.6);
    int b = draft.room(RoomKind.CORRIDOR, new Rect(0, northY, length, northY + CORRIDOR), 2.6);
    int west = draft.room(RoomKind.CORRIDOR, new Rect(0, coreY, CORRIDOR, coreY + coreDepth), 2.6);
    int east =
        draft.room(
            RoomKind.CORRIDOR, new Rect(length - CORRIDOR, coreY, length, coreY + coreDepth), 2.6);

    List<RoomKind> kinds = kinds();
    Rect[] south = row(outer, 0, length, -WALL - southDepth, -WALL);
    double top = northY + CORRIDOR + WALL;
    Rect[] north = row(outer, 0, length, top, top + northDepth);
    double coreX = CORRIDOR + WALL;
    Rect[] core = row(inner, coreX, length - coreX, coreY, coreY + coreDepth);

    int s0 = draft.room(kinds.get(0), south[0], height());
    int s1 = draft.room(kinds.get(1), south[1], height());
    int c1 = draft.room(kinds.get(2), core[1], height());
    int n1 = draft.room(kinds.get(3), north[1], height());
    int n2 = draft.room(kinds.get(4), north[2], height());
    int c2 = draft.room(kinds.get(5), core[2], height());
    int s3 = draft.room(kinds.get(6), south[3], height());
    int s4 = draft.room(kinds.get(7), south[4], height());
    int n4 = draft.room(kinds.get(8), north[4], height());
    int n3 = draft.room(kinds.get(9), north[3], height());

    String floor = Integer.toString(1 + random.nextInt(8));
    draft.passage(a, west, true, 0.15, CORRIDOR - 0.15, 2.4);
    draft.passage(a, east, true, length - CORRIDOR + 0.15, length - 0.15, 2.4);
    draft.passage(west, b, true, 0.15, CORRIDOR - 0.15, 2.4);
    draft.passage(east, b, true, length - CORRIDOR + 0.15, length - 0.15, 2.4);

    boolean throughCore = random.nextBoolean();
    draft.start(south[0]);
    cross(sideDoor(s0, s1, south[0]), true);
    draft.visit(south[1]);
    cross(door(s1, a, south[1], 0.66, floor + "02"), true);
    cross(door(a, c1, core[1], 0.76, floor + "21"), true);
    draft.visit(core[1]);
    cross(door(c1, b, core[1], 0.28, floor + "31"), true);
    cross(door(b, n1, north[1], 0.3, floor + "42"), true);
    draft.visit(north[1]);
    cross(sideDoor(n1, n2, north[1]), true);
    draft.visit(north[2]);
    cross(door(b, n2, north[2], 0.6, floor + "43"), false);
    cross(door(c2, b, core[2], 0.76, floor + "32"), false);
    draft.visit(core[2]);
    cross(door(a, c2, core[2], 0.28, floor + "22"), false);
    cross(door(s3, a, south[3], 0.4, floor + "04"), false);
    draft.visit(south[3]);
    cross(sideDoor(s3, s4, south[3]), true);
    draft.visit(south[4]);
    cross(door(s4, a, south[4], 0.58, floor + "05"), true);
    draft.way(length - CORRIDOR / 2, CORRIDOR / 2);
    draft.way(length - CORRIDOR / 2, northY + CORRIDOR / 2);
    cross(door(b, n4, north[4], 0.58, floor + "45"), true);
    draft.visit(north[4]);
    cross(sideDoor(n3, n4, north[3]), false);
    draft.visit(north[3]);
    cross(door(b, n3, north[3], 0.4, floor + "44"), false);
    if (throughCore) {
      int c0 = draft.room(kinds.get(10), core[0], height());
      cross(door(c0, b, core[0], 0.6, floor + "30"), false);
      draft.visit(core[0]);
      cross(door(a, c0, core[0], 0.35, floor + "20"), false);
    } else {
      draft.way(CORRIDOR / 2, northY + CORRIDOR / 2);
      draft.way(CORRIDOR / 2, CORRIDOR / 2);
      closedDoor(a, Side.NORTH, core[0], 0.5, floor + "20");
      closedDoor(b, Side.SOUTH, core[0], 0.5, floor + "30");
    }
    cross(door(s0, a, south[0], 0.45, floor + "01"), false);

    closedDoor(a, Side.SOUTH, south[2], 0.5, floor + "03");
    closedDoor(a, Side.NORTH, core[3], 0.5, floor + "23");
    closedDoor(b, Side.SOUTH, core[3], 0.5, floor + "33");
    closedDoor(b, Side.NORTH, north[0], 0.5, floor + "41");

    for (int room : new int[] {s0, s1, s3, s4}) {
      windows(room, Side.SOUTH);
    }
    for (int room : new int[] {n1, n2, n3, n4}) {
      windows(room, Side.NORTH);
    }
    windows(west, Side.WEST);
    windows(east, Side.EAST);
    windows(a, Side.WEST);
    windows(a, Side.EAST);
    windows(b, random.nextBoolean() ? Side.WEST : Side.EAST);
    return draft.finish(random.nextBoolean(), random.nextBoolean());
  }

  private List<RoomKind> kinds() {
    List<RoomKind> kinds =
        new ArrayList<>(
            List.of(
                RoomKind.OFFICE,
                RoomKind.MEETING,
                RoomKind.LOUNGE,
                RoomKind.KITCHEN,
                RoomKind.LIBRARY,
                RoomKind.STORAGE,
                RoomKind.LABORATORY,
                RoomKind.STUDIO));
    Collections.shuffle(kinds, new Random(random.nextLong()));
    kinds.add(RoomKind.OFFICE);
    kinds.add(RoomKind.MEETING);
    kinds.add(RoomKind.LOUNGE);
    return kinds;
  }

  /** Cuts a strip into rooms of different widths. */
  private Rect[] row(int n, double x0, double x1, double y0, double y1) {
    double[] share = random.doubles(n, 0.85, 1.15).toArray();
    double sum = 0;
    for (double s : share) {
      sum += s;
    }
    Rect[] rooms = new Rect[n];
    double left = x0;
    for (int i = 0; i < n; i++) {
      double width = (x1 - x0 - (n - 1) * WALL) * share[i] / sum;
      rooms[i] = new Rect(left, y0, left + width, y1);
      left += width + WALL;
    }
    return rooms;
  }

  private Doorway door(int a, int b, Rect room, double share, String label) {
    double x = room.x0() + room.width() * (share + between(-0.05, 0.05));
    return draft.door(a, b, true, x - DOOR_WIDTH / 2, x + DOOR_WIDTH / 2, DOOR_HEIGHT, label);
  }

  private Doorway sideDoor(int a, int b, Rect room) {
    double y = room.y0() + room.depth() * between(0.42, 0.58);
    return draft.door(a, b, false, y - DOOR_WIDTH / 2, y + DOOR_WIDTH / 2, DOOR_HEIGHT, "");
  }

  private void cross(Doorway doorway, boolean upwards) {
    // This far from the wall's middle lies the middle of a corridor.
    double reach = (upwards ? 1 : -1) * (CORRIDOR + WALL) / 2;
    double dx = doorway.alongX() ? 0 : reach;
    double dy = doorway.alongX() ? reach : 0;
    draft.way(doorway.centreX() - dx, doorway.centreY() - dy);
    draft.way(doorway.centreX(), doorway.centreY());
    draft.way(doorway.centreX() + dx, doorway.centreY() + dy);
  }

  private void closedDoor(int corridor, Side side, Rect behind, double share, String label) {
    double x = behind.x0() + behind.width() * (share + between(-0.15, 0.15));
    draft.open(
        corridor, new Opening(Kind.CLOSED_DOOR, side, x - 0.48, x + 0.48, 0, DOOR_HEIGHT, label));
  }

  private void windows(int room, Side side) {
    Rect floor = draft.floor(room);
    double span = side.alongX() ? floor.width() : floor.depth();
    double bottom = between(0.75, 0.95);
    int n = span < 3 ? 1 : random.nextInt(3) == 0 ? 1 : 2;
    double width = Math.min(span / n - 0.5, between(1.2, 1.9));
    draft.windows(room, side, n, width, bottom);
  }

  private double height() {
    return between(2.6, 3.1);
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
