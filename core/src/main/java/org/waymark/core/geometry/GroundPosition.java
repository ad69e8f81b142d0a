package org.waymark.core.geometry;

import java.util.OptionalDouble;

/**
 * Where a picture was taken as GPS and compass tell it: a point of a metric grid and the direction
 * of view.
 *
 * @param east easting in metres
 * @param north northing in metres
 * @param headingDegrees clockwise from grid north, as recorded: any finite angle, 370 is 10; NaN
 *     where unknown
 * @param zone of the grid, e.g. {@code 33N} for UTM; empty where it is not known or the grid is
 *     local. Coordinates of different zones cannot be compared.
 */
public record GroundPosition(double east, double north, double headingDegrees, String zone) {

  public GroundPosition {
    if (!(Double.isFinite(east) && Double.isFinite(north))) {
      throw new IllegalArgumentException("position (%s, %s) is not finite".formatted(east, north));
    }
    if (Double.isInfinite(headingDegrees)) {
      throw new IllegalArgumentException("heading %s is no angle".formatted(headingDegrees));
    }
  }

  /** A point of a grid of unknown zone, with unknown direction of view. */
  public static GroundPosition of(double east, double north) {
    return new GroundPosition(east, north, Double.NaN, "");
  }

  /** The heading, where it is known. */
  public OptionalDouble heading() {
    return Double.isNaN(headingDegrees)
        ? OptionalDouble.empty()
        : OptionalDouble.of(headingDegrees);
  }

  /** Distance on the ground, in metres. */
  public double distanceTo(GroundPosition other) {
    return Math.hypot(east - other.east, north - other.north);
  }
}
