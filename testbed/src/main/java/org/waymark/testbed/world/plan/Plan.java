package org.waymark.testbed.world.plan;

import java.util.List;
import java.util.Map;

/**
 * A storey: rooms, the passages between them, and a closed tour.
 *
 * @param tour corners of the way that the robot takes, which ends where it began
 * @param twins rooms that look exactly like another one but for the labels of their openings, which
 *     are otherwise the same and in the same order: indices of original rooms by those of copies
 */
public record Plan(
    List<Room> rooms, List<Doorway> doorways, List<Waypoint> tour, Map<Integer, Integer> twins) {

  /** A corner of the tour, on the floor; metres. */
  public record Waypoint(double x, double y) {}

  public Plan {
    rooms = List.copyOf(rooms);
    doorways = List.copyOf(doorways);
    tour = List.copyOf(tour);
    twins = Map.copyOf(twins);
  }

  /** Whether another room looks exactly like this one. */
  public boolean hasTwin(int room) {
    return twins.containsKey(room) || twins.containsValue(room);
  }

  /** Index of the room at a place, or -1 in walls, passages and outside. */
  public int roomAt(double x, double y) {
    for (Room room : rooms) {
      if (room.floor().contains(x, y)) {
        return room.index();
      }
    }
    return -1;
  }
}
