package org.waymark.indexer;

import java.util.regex.Pattern;

/**
 * How a map frame lies on the globe. A geographic map's x points to grid east and its y to grid
 * north of a UTM zone; its poses are metres from an origin nearby, because coordinates of millions
 * of metres leave a float's precision.
 *
 * @param zone of UTM on WGS84, e.g. {@code 33N}; empty when the map is only metric
 * @param originEast easting of the map's origin, in metres
 * @param originNorth northing of the map's origin, in metres
 */
public record GeoFrame(String zone, double originEast, double originNorth) {

  /** A metric map: nothing is known of where on the globe it lies. */
  public static final GeoFrame NONE = new GeoFrame("", 0, 0);

  private static final Pattern ZONE = Pattern.compile("([1-9]|[1-5][0-9]|60)[NS]");

  public GeoFrame {
    if (!zone.isEmpty() && !ZONE.matcher(zone).matches()) {
      throw new IllegalArgumentException("'%s' is no zone of UTM such as 33N".formatted(zone));
    }
    if (!(Double.isFinite(originEast) && Double.isFinite(originNorth))) {
      throw new IllegalArgumentException(
          "origin (%s, %s) is not finite".formatted(originEast, originNorth));
    }
  }

  /** Whether the map's place on the globe is known. */
  public boolean known() {
    return !zone.isEmpty();
  }
}
