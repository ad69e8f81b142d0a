package org.waymark.testbed.world.scene;

import java.util.List;
import java.util.SplittableRandom;
import org.waymark.testbed.world.plan.RoomKind;
import org.waymark.testbed.world.scene.Piece.Kind;

/**
 * What a kind of room would like to have, with the sizes that it comes in; metres.
 *
 * @param free whether it stands in the middle instead of at a wall
 */
record Wish(
    Kind kind,
    int count,
    double least,
    double most,
    double depth,
    double bottom,
    double top,
    boolean free) {

  private static final Wish SOFA = wall(Kind.SOFA, 2, 1.5, 2.0, 0.85, 0.8);
  private static final Wish SHELF = wall(Kind.SHELF, 2, 0.8, 1.4, 0.3, 1.95);
  private static final Wish CABINET = wall(Kind.CABINET, 2, 0.8, 1.3, 0.42, 0.95);
  private static final Wish TALL_CABINET = wall(Kind.CABINET, 1, 0.9, 1.2, 0.45, 1.9);
  private static final Wish PLANT = wall(Kind.PLANT, 2, 0.45, 0.6, 0.5, 1.45);
  private static final Wish DESK = wall(Kind.DESK, 3, 1.4, 1.8, 0.75, 1.2);
  private static final Wish TABLE = free(Kind.TABLE, 1, 1.3, 2.2, 0.95, 0.75);
  private static final Wish LOW_TABLE = free(Kind.TABLE, 1, 0.7, 0.75, 0.6, 0.42);
  private static final Wish POSTER = hung(Kind.POSTER, 5, 0.45, 1.0, 1.15, 1.95);
  private static final Wish WHITEBOARD = hung(Kind.WHITEBOARD, 1, 1.5, 2.1, 0.95, 2.0);
  private static final Wish PINBOARD = hung(Kind.PINBOARD, 1, 1.0, 1.4, 1.05, 1.9);
  private static final Wish TELEVISION = hung(Kind.TELEVISION, 1, 1.2, 1.5, 1.1, 1.9);
  private static final Wish CRATES = wall(Kind.CRATES, 4, 0.5, 0.7, 0.6, 1.1);
  private static final Wish RACK = wall(Kind.RACK, 3, 1.1, 1.8, 0.45, 2.0);
  private static final Wish CHAIR = wall(Kind.CHAIR, 2, 0.46, 0.47, 0.46, 0.92);
  private static final Wish RUG = free(Kind.RUG, 1, 1.8, 2.6, 1.6, 0.011);
  private static final Wish COUNTER = wall(Kind.COUNTER, 2, 1.8, 2.8, 0.6, 0.92);
  private static final Wish FRIDGE = wall(Kind.FRIDGE, 1, 0.65, 0.7, 0.65, 1.85);
  private static final Wish BENCH = wall(Kind.BENCH, 2, 1.1, 1.5, 0.4, 0.45);
  private static final Wish LOCKERS = wall(Kind.LOCKERS, 2, 1.0, 1.5, 0.4, 1.85);
  private static final Wish EXTINGUISHER = hung(Kind.EXTINGUISHER, 2, 0.15, 0.16, 0.7, 1.2);

  static List<Wish> of(RoomKind kind, SplittableRandom r) {
    return switch (kind) {
      case OFFICE -> List.of(WHITEBOARD, DESK, SHELF, TALL_CABINET, CABINET, PLANT, POSTER, CHAIR);
      case MEETING -> List.of(TELEVISION, WHITEBOARD, TABLE, CABINET, PLANT, POSTER, CHAIR);
      case LOUNGE -> List.of(RUG, SOFA, LOW_TABLE, SHELF, CABINET, PLANT, POSTER, PLANT);
      case KITCHEN -> List.of(COUNTER, FRIDGE, TABLE, CABINET, PINBOARD, POSTER, CHAIR, PLANT);
      case LIBRARY -> List.of(SHELF, SHELF, RUG, SHELF, SOFA, POSTER, PLANT);
      case STORAGE -> List.of(RACK, CRATES, TALL_CABINET, CRATES, LOCKERS, PINBOARD);
      case LABORATORY -> List.of(COUNTER, WHITEBOARD, DESK, RACK, CABINET, POSTER, EXTINGUISHER);
      case STUDIO -> List.of(TABLE, POSTER, SHELF, CRATES, PINBOARD, POSTER, PLANT, SOFA);
      case CORRIDOR ->
          r.nextBoolean()
              ? List.of(EXTINGUISHER, PINBOARD, BENCH, POSTER, LOCKERS, PLANT)
              : List.of(EXTINGUISHER, LOCKERS, PINBOARD, POSTER, POSTER, PLANT, BENCH);
    };
  }

  private static Wish wall(Kind kind, int n, double least, double most, double depth, double top) {
    return new Wish(kind, n, least, most, depth, 0, top, false);
  }

  private static Wish hung(Kind kind, int n, double least, double most, double bottom, double top) {
    return new Wish(
        kind, n, least, most, kind == Kind.EXTINGUISHER ? 0.14 : 0.025, bottom, top, false);
  }

  private static Wish free(Kind kind, int n, double least, double most, double depth, double top) {
    return new Wish(kind, n, least, most, depth, 0, top, true);
  }

  double width(SplittableRandom r) {
    return least + (most - least) * r.nextDouble();
  }

  Piece piece(Frame frame, double width, SplittableRandom r) {
    double low = bottom;
    double high = top;
    switch (kind) {
      case POSTER -> {
        low = bottom + 0.25 * r.nextDouble();
        high = low + 0.5 + 0.35 * r.nextDouble();
      }
      case CRATES -> high = r.nextBoolean() ? width : 2 * width;
      case PLANT -> high = top + 0.35 * (r.nextDouble() - 0.5);
      default -> {}
    }
    double deep = kind == Kind.CRATES || kind == Kind.PLANT ? width : depth;
    boolean movable = kind == Kind.CHAIR || kind == Kind.CRATES || kind == Kind.PLANT;
    return new Piece(kind, frame, width, deep, low, high, r.nextLong(), movable);
  }
}
