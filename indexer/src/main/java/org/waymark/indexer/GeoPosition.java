package org.waymark.indexer;

/**
 * A point of the globe, WGS84.
 *
 * @param latitude degrees, -90 to 90, north positive
 * @param longitude degrees, -180 to 180, east positive
 */
public record GeoPosition(double latitude, double longitude) {

  public GeoPosition {
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException(
          "(%s, %s) is no latitude and longitude in degrees".formatted(latitude, longitude));
    }
  }
}
