package org.waymark.testbed.world.plan;

/**
 * A hole in a wall of a room.
 *
 * @param from where it begins along the wall: x of south and north walls, y of the others; metres
 * @param to where it ends, more than {@code from}
 * @param bottom height of its lower edge above the floor
 * @param top height of its upper edge
 * @param label the number on the sign beside a door; empty for none
 */
public record Opening(
    Kind kind, Side side, double from, double to, double bottom, double top, String label) {

  /** What the hole is for. */
  public enum Kind {
    /** To be driven through. */
    DOORWAY,
    /** A door that stays shut. */
    CLOSED_DOOR,
    WINDOW
  }

  public double middle() {
    return (from + to) / 2;
  }
}
