package org.waymark.core.label;

/**
 * What a picture sees on the ground, taken as a circular sector.
 *
 * @param east of the camera, in metres
 * @param north of the camera, in metres
 * @param azimuth direction of sight, in radians, counter-clockwise from east
 * @param radius how far it sees, in metres
 * @param opening angle of the sector in radians, above 0, up to 2 pi
 */
public record Sector(double east, double north, double azimuth, double radius, double opening) {

  public Sector {
    if (!(Double.isFinite(east) && Double.isFinite(north) && Double.isFinite(azimuth))) {
      throw new IllegalArgumentException(
          "position (%s, %s) and azimuth %s are not finite".formatted(east, north, azimuth));
    }
    if (!(radius > 0 && Double.isFinite(radius))) {
      throw new IllegalArgumentException("radius %s is not positive".formatted(radius));
    }
    if (!(opening > 0 && opening <= 2 * Math.PI)) {
      throw new IllegalArgumentException(
          "opening %s is not above 0 and up to 2 pi".formatted(opening));
    }
  }

  /**
   * From a compass.
   *
   * @param headingDegrees clockwise from north
   * @param openingDegrees above 0, up to 360
   */
  public static Sector ofCompass(
      double east, double north, double headingDegrees, double radius, double openingDegrees) {
    return new Sector(
        east,
        north,
        Math.toRadians(90 - headingDegrees),
        radius,
        Math.min(2 * Math.PI, Math.toRadians(openingDegrees)));
  }

  /** In square metres. */
  public double area() {
    return 0.5 * radius * radius * opening;
  }

  /**
   * Area that both sectors cover, in square metres: exact up to rounding, and the same in both
   * orders.
   */
  public double intersectionArea(Sector other) {
    // Rounding depends on the order; a fixed one makes labels symmetric to the last bit.
    return before(other)
        ? SectorIntersection.area(this, other)
        : SectorIntersection.area(other, this);
  }

  private boolean before(Sector other) {
    int order = Double.compare(east, other.east);
    order = order != 0 ? order : Double.compare(north, other.north);
    order = order != 0 ? order : Double.compare(azimuth, other.azimuth);
    order = order != 0 ? order : Double.compare(radius, other.radius);
    return (order != 0 ? order : Double.compare(opening, other.opening)) < 0;
  }
}
