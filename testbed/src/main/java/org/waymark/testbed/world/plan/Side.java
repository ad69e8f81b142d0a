package org.waymark.testbed.world.plan;

import java.util.List;

/** A wall of a room, named by where it stands: south is the one with the smallest y. */
public enum Side {
  SOUTH,
  EAST,
  NORTH,
  WEST;

  /** All four, to draw one from. */
  public static final List<Side> ALL = List.of(values());

  /** South and north walls run along x. */
  public boolean alongX() {
    return this == SOUTH || this == NORTH;
  }

  public Side opposite() {
    return switch (this) {
      case SOUTH -> NORTH;
      case EAST -> WEST;
      case NORTH -> SOUTH;
      case WEST -> EAST;
    };
  }
}
