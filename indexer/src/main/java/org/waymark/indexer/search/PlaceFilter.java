package org.waymark.indexer.search;

import java.util.List;
import java.util.Set;

/**
 * Which places of a map come into question. Areas lie in the map's x-y plane, in metres, which is
 * the ground where the frame follows REP-103 (z up); they are as exact as a float32 coordinate.
 */
public sealed interface PlaceFilter {

  /** Passes every place. */
  static PlaceFilter everything() {
    return new All(List.of());
  }

  /** Whether every place passes, whatever the map. */
  default boolean passesEverything() {
    return this instanceof All(List<PlaceFilter> filters) && filters.isEmpty();
  }

  /** Places that pass this and {@code other}. */
  default PlaceFilter and(PlaceFilter other) {
    if (passesEverything()) {
      return other;
    }
    return other.passesEverything() ? this : new All(List.of(this, other));
  }

  /** Places that pass this, {@code other} or both. */
  default PlaceFilter or(PlaceFilter other) {
    return new Any(List.of(this, other));
  }

  /** Places that do not pass this. */
  default PlaceFilter not() {
    return new None(this);
  }

  /** Places that pass all of {@code filters}; every place when there are none. */
  record All(List<PlaceFilter> filters) implements PlaceFilter {
    public All {
      filters = List.copyOf(filters);
    }
  }

  /** Places that pass at least one of {@code filters}; no place when there are none. */
  record Any(List<PlaceFilter> filters) implements PlaceFilter {
    public Any {
      filters = List.copyOf(filters);
    }
  }

  /** Places that do not pass {@code filter}. */
  record None(PlaceFilter filter) implements PlaceFilter {}

  /** Places in a box of the map frame, in metres, edges included. */
  record Box(double minX, double minY, double maxX, double maxY) implements PlaceFilter {
    public Box {
      if (!(minX <= maxX && minY <= maxY)) {
        throw new IllegalArgumentException(
            "the box from (%s, %s) to (%s, %s) is empty".formatted(minX, minY, maxX, maxY));
      }
    }
  }

  /** Places not farther than {@code radius} from a point of the map frame, in metres. */
  record Circle(double x, double y, double radius) implements PlaceFilter {
    public Circle {
      if (!(Double.isFinite(x) && Double.isFinite(y) && radius > 0 && Double.isFinite(radius))) {
        throw new IllegalArgumentException(
            "a circle of radius %s around (%s, %s)".formatted(radius, x, y));
      }
    }
  }

  /**
   * Places of known position in a box of WGS84, in degrees, edges included.
   *
   * @param west above {@code east} for a box across the date line
   */
  record GeoBox(double south, double west, double north, double east) implements PlaceFilter {
    public GeoBox {
      if (!(south >= -90 && north <= 90 && south <= north)
          || !(Math.abs(west) <= 180 && Math.abs(east) <= 180)) {
        throw new IllegalArgumentException(
            "no box of latitudes and longitudes: south %s, west %s, north %s, east %s"
                .formatted(south, west, north, east));
      }
    }
  }

  /** Places of known position not farther than {@code radiusMetres} from a point of WGS84. */
  record GeoCircle(double latitude, double longitude, double radiusMetres) implements PlaceFilter {
    public GeoCircle {
      if (!(Math.abs(latitude) <= 90
          && Math.abs(longitude) <= 180
          && radiusMetres > 0
          && Double.isFinite(radiusMetres))) {
        throw new IllegalArgumentException(
            "a circle of radius %s m around (%s, %s)".formatted(radiusMetres, latitude, longitude));
      }
    }
  }

  /** Places recorded in any of these sessions. */
  record Sessions(Set<String> names) implements PlaceFilter {
    public Sessions {
      names = Set.copyOf(names);
    }
  }

  /** Places recorded with any of these cameras. */
  record Cameras(Set<String> names) implements PlaceFilter {
    public Cameras {
      names = Set.copyOf(names);
    }
  }

  /** Places whose tag {@code name} has the value {@code value}. */
  record Tag(String name, String value) implements PlaceFilter {}

  /**
   * Places whose camera looked, over the ground, in a direction between two: the optical axis in
   * the map's x-y plane, counterclockwise from x. Cameras that look straight up or down never pass.
   *
   * @param fromDegrees any finite angle
   * @param toDegrees not below {@code fromDegrees}: 350 to 370 goes through 0
   */
  record Heading(double fromDegrees, double toDegrees) implements PlaceFilter {
    public Heading {
      if (!(Double.isFinite(fromDegrees) && Double.isFinite(toDegrees))
          || toDegrees < fromDegrees) {
        throw new IllegalArgumentException(
            "no range of headings: %s to %s degrees".formatted(fromDegrees, toDegrees));
      }
    }

    /** Directions at most {@code toleranceDegrees} from {@code degrees} to either side. */
    public static Heading around(double degrees, double toleranceDegrees) {
      return new Heading(degrees - toleranceDegrees, degrees + toleranceDegrees);
    }

    /**
     * The same for a compass's angle, clockwise from north, in a map whose x points east and y
     * north.
     */
    public static Heading aroundCompass(double degrees, double toleranceDegrees) {
      return around(90 - degrees, toleranceDegrees);
    }
  }

  /**
   * Places recorded between two days of any year, both included, in UTC. Places whose stamps tell
   * no date never pass.
   *
   * @param fromDay 1 to 366
   * @param toDay 1 to 366; below {@code fromDay} to go through New Year
   */
  record TimeOfYear(int fromDay, int toDay) implements PlaceFilter {
    public TimeOfYear {
      if (fromDay < 1 || fromDay > 366 || toDay < 1 || toDay > 366) {
        throw new IllegalArgumentException(
            "days of a year are 1 to 366, not %d to %d".formatted(fromDay, toDay));
      }
    }
  }

  /** Places with stamps between two, both included, in nanoseconds. */
  record Time(long fromNanos, long toNanos) implements PlaceFilter {
    public Time {
      if (toNanos < fromNanos) {
        throw new IllegalArgumentException(
            "no time lies between %d and %d ns".formatted(fromNanos, toNanos));
      }
    }
  }
}
