package org.waymark.testbed.world.plan;

import java.util.List;
import java.util.SplittableRandom;
import org.waymark.testbed.world.plan.Opening.Kind;

/**
 * Draws a storey with two wings that look the same, down to the last chair: a corridor and a room
 * that is entered by one door and left by the other. Only the numbers on the door signs differ. The
 * second wing lies to the east and further south; lobbies of their own kind join them, so that
 * nobody sees from one wing into the other, and a long corridor leads back.
 *
 * <p>The tour goes through both wings in the same direction.
 */
public final class TwinsPlan {

  private static final double WALL = OfficePlan.WALL;
  private static final double CORRIDOR = OfficePlan.CORRIDOR;
  private static final double DOOR = 1.1;
  private static final double DOOR_HEIGHT = 2.08;

  /** From the middle of a corridor to the middle of its wall. */
  private static final double TO_WALL = (CORRIDOR + WALL) / 2;

  private static final List<RoomKind> ROOMS =
      List.of(RoomKind.OFFICE, RoomKind.MEETING, RoomKind.LABORATORY, RoomKind.KITCHEN);

  private final SplittableRandom random;
  private final PlanDraft draft;
  private final RoomKind kind;
  private final int floorNumber;
  private final double length;
  private final double depth;
  private final double lobby;
  private final double drop;
  private final double windowWidth;

  private TwinsPlan(long seed) {
    random = new SplittableRandom(seed ^ 0x7415);
    draft = new PlanDraft(seed, WALL);
    kind = ROOMS.get(random.nextInt(ROOMS.size()));
    floorNumber = 1 + random.nextInt(8);
    length = between(8.6, 9.8);
    depth = between(4.4, 5.2);
    lobby = between(3.2, 3.8);
    drop = between(4.0, 4.6);
    windowWidth = between(1.2, 1.8);
  }

  public static Plan draw(long seed) {
    return new TwinsPlan(seed).draw();
  }

  /** One wing, and how the tour goes through it. */
  private record Wing(int corridor, int room, double x, double y) {}

  private Plan draw() {
    double second = length + WALL + lobby + WALL;
    double backTop = -drop - 3;
    double left = -WALL - lobby;
    double right = second + length + WALL;
    int back =
        draft.room(
            RoomKind.CORRIDOR, new Rect(left, backTop - CORRIDOR, right + lobby, backTop), 2.6);
    int west = lobby(RoomKind.LOUNGE, left, backTop + WALL, CORRIDOR);
    int middle = lobby(RoomKind.STUDIO, length + WALL, -drop, CORRIDOR);
    int east = lobby(RoomKind.LIBRARY, right, backTop + WALL, CORRIDOR - drop);
    Wing first = wing(0, 0, 11);
    Wing other = wing(second, -drop, 17);
    draft.twin(other.corridor(), first.corridor());
    draft.twin(other.room(), first.room());
    windows(west, Side.WEST, 2);
    windows(east, Side.EAST, 1);
    windows(back, Side.WEST, 1);

    double x = left + lobby / 2;
    draft.way(x, CORRIDOR / 2 - 2.5);
    draft.way(x, CORRIDOR / 2);
    through(west, first, middle);
    draft.way(length + WALL + lobby / 2, CORRIDOR / 2);
    draft.way(length + WALL + lobby / 2, CORRIDOR / 2 - drop);
    through(middle, other, east);
    double end = right + lobby / 2;
    double turn = backTop - CORRIDOR / 2;
    draft.way(end, CORRIDOR / 2 - drop);
    draft.door(back, east, true, end - DOOR / 2, end + DOOR / 2, DOOR_HEIGHT, "");
    draft.way(end, turn);
    draft.way(x, turn);
    draft.door(back, west, true, x - DOOR / 2, x + DOOR / 2, DOOR_HEIGHT, "");
    return draft.finish(random.nextBoolean(), random.nextBoolean());
  }

  private int lobby(RoomKind use, double x, double from, double to) {
    return draft.room(use, new Rect(x, from, x + lobby, to), 2.8);
  }

  /**
   * A corridor with a room north of it.
   *
   * @param number of the first of its doors
   */
  private Wing wing(double x, double y, int number) {
    Rect hall = new Rect(x, y, x + length, y + CORRIDOR);
    double south = hall.y1() + WALL;
    int corridor = draft.room(RoomKind.CORRIDOR, hall, 2.6);
    int room = draft.room(kind, new Rect(x, south, x + length, south + depth), 2.8);
    door(corridor, room, x + entrance(), number);
    door(corridor, room, x + exit(), number + 1);
    for (int i = 0; i < 2; i++) {
      double middle = x + length * (i == 0 ? 0.35 : 0.8);
      draft.open(
          corridor,
          new Opening(
              Kind.CLOSED_DOOR,
              Side.SOUTH,
              middle - 0.48,
              middle + 0.48,
              0,
              DOOR_HEIGHT,
              label(number + 2 + i)));
    }
    windows(room, Side.NORTH, 3);
    return new Wing(corridor, room, x, y);
  }

  private double entrance() {
    return 0.24 * length;
  }

  private double exit() {
    return 0.76 * length;
  }

  private void door(int corridor, int room, double x, int number) {
    draft.door(corridor, room, true, x - DOOR / 2, x + DOOR / 2, DOOR_HEIGHT, label(number));
  }

  private String label(int number) {
    return "%d%d".formatted(floorNumber, number);
  }

  /** In at the west end, through the room, out at the east end. */
  private void through(int before, Wing wing, int after) {
    double middle = wing.y() + CORRIDOR / 2;
    double inside = wing.y() + CORRIDOR + WALL + depth / 2;
    double in = wing.x() + entrance();
    double out = wing.x() + exit();
    draft.door(
        before, wing.corridor(), false, middle - DOOR / 2, middle + DOOR / 2, DOOR_HEIGHT, "");
    draft.door(
        wing.corridor(), after, false, middle - DOOR / 2, middle + DOOR / 2, DOOR_HEIGHT, "");
    draft.way(wing.x() - TO_WALL, middle);
    draft.way(in, middle);
    draft.way(in, middle + 2 * TO_WALL);
    draft.way(in, inside);
    draft.way(out, inside);
    draft.way(out, middle + 2 * TO_WALL);
    draft.way(out, middle);
    draft.way(wing.x() + length + TO_WALL, middle);
  }

  private void windows(int room, Side side, int count) {
    draft.windows(room, side, count, windowWidth, 0.85);
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
