package org.waymark.testbed.world.scene;

import org.waymark.testbed.world.plan.Rect;

/**
 * Something that stands in a room or hangs on its wall: its kind, its place and its size, from
 * which {@link Joinery} builds it.
 *
 * @param frame its origin is the back left corner
 * @param width along {@code a}, in metres
 * @param depth towards the viewer
 * @param bottom height of its lowest part above the floor
 * @param top height of its highest part
 * @param seed of its details
 * @param movable whether people move it about from one day to the next
 */
record Piece(
    Kind kind,
    Frame frame,
    double width,
    double depth,
    double bottom,
    double top,
    long seed,
    boolean movable) {

  enum Kind {
    DESK,
    SHELF,
    CABINET,
    SOFA,
    PLANT,
    CRATES,
    CHAIR,
    TABLE,
    COUNTER,
    WALL_CABINET,
    FRIDGE,
    LOCKERS,
    BENCH,
    RADIATOR,
    RACK,
    POSTER,
    WHITEBOARD,
    PINBOARD,
    TELEVISION,
    EXTINGUISHER,
    DOOR_LEAF,
    RUG
  }

  Rect floor() {
    return frame.rect(0, width, 0, depth);
  }

  Box block() {
    return new Box(floor(), bottom, top);
  }

  /** The same piece, moved in its own frame. */
  Piece moved(double a, double d) {
    return new Piece(kind, frame.moved(a, d), width, depth, bottom, top, seed, movable);
  }
}
