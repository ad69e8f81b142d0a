package org.waymark.testbed.world.plan;

import java.util.List;

/**
 * A storey: rooms, the passages between them, and a closed tour.
 *
 * @param tour corners of the way that the robot takes, which ends where it began
 */
public record Plan(List<Room> rooms, List<Doorway> doorways, List<Waypoint> tour) {

  /** A corner of the tour, on the floor; metres. */
  public record Waypoint(double x, double y) {}

  public Plan {
    rooms = List.copyOf(rooms);
    doorways = List.copyOf(doorways);
    tour = List.copyOf(tour);
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
