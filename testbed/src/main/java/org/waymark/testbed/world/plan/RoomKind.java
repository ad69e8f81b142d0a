package org.waymark.testbed.world.plan;

/** What a room is used for, which decides its furniture. */
public enum RoomKind {
  OFFICE,
  MEETING,
  LOUNGE,
  KITCHEN,
  LIBRARY,
  STORAGE,
  LABORATORY,
  STUDIO,
  CORRIDOR
}
