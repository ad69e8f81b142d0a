package org.waymark.testbed.world.plan;

import java.util.List;

/**
 * A room or a corridor.
 *
 * @param index its place in {@link Plan#rooms()}
 * @param floor between the inner faces of its walls
 * @param height of the ceiling, in metres
 * @param seed of everything that is chosen within the room
 */
public record Room(
    int index, RoomKind kind, Rect floor, double height, List<Opening> openings, long seed) {

  public Room {
    openings = List.copyOf(openings);
  }
}
