package org.waymark.core.geometry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Universal Transverse Mercator on WGS84, from the grid to the globe, by Krueger's series in the
 * third flattening to its third power: better than a millimetre within a zone.
 */
public final class Utm {

  private static final Pattern ZONE = Pattern.compile("([1-9]|[1-5][0-9]|60)([NS])");

  private static final double EQUATORIAL_RADIUS = 6_378_137;
  private static final double FLATTENING = 1 / 298.257223563;
  private static final double SCALE = 0.9996;
  private static final double FALSE_EASTING = 500_000;
  private static final double FALSE_NORTHING_SOUTH = 10_000_000;

  /** The third flattening. */
  private static final double N = FLATTENING / (2 - FLATTENING);

  /** Of the meridian, divided by two pi. */
  private static final double RADIUS =
      EQUATORIAL_RADIUS / (1 + N) * (1 + N * N / 4 + N * N * N * N / 64);

  private static final double[] BETA = {
    N / 2 - 2 * N * N / 3 + 37 * N * N * N / 96, N * N / 48 + N * N * N / 15, 17 * N * N * N / 480
  };
  private static final double[] DELTA = {
    2 * N - 2 * N * N / 3 - 2 * N * N * N, 7 * N * N / 3 - 8 * N * N * N / 5, 56 * N * N * N / 15
  };

  private Utm() {}

  /** Whether a text names a zone and hemisphere, such as {@code 33N}. */
  public static boolean isZone(String zone) {
    return ZONE.matcher(zone).matches();
  }

  /**
   * A grid point on the globe.
   *
   * @param zone such as {@code 33N}
   * @return latitude and longitude in degrees
   * @throws IllegalArgumentException when the text names no zone
   */
  public static double[] latitudeLongitude(String zone, double east, double north) {
    Matcher parts = ZONE.matcher(zone);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'%s' is no zone of UTM such as 33N".formatted(zone));
    }
    double falseNorthing = parts.group(2).equals("S") ? FALSE_NORTHING_SOUTH : 0;
    double xi = (north - falseNorthing) / (SCALE * RADIUS);
    double eta = (east - FALSE_EASTING) / (SCALE * RADIUS);
    double xiSphere = xi;
    double etaSphere = eta;
    for (int j = 1; j <= BETA.length; j++) {
      xiSphere -= BETA[j - 1] * Math.sin(2 * j * xi) * Math.cosh(2 * j * eta);
      etaSphere -= BETA[j - 1] * Math.cos(2 * j * xi) * Math.sinh(2 * j * eta);
    }
    double conformal = Math.asin(Math.sin(xiSphere) / Math.cosh(etaSphere));
    double latitude = conformal;
    for (int j = 1; j <= DELTA.length; j++) {
      latitude += DELTA[j - 1] * Math.sin(2 * j * conformal);
    }
    double meridian = 6 * Integer.parseInt(parts.group(1)) - 183;
    double longitude =
        meridian + Math.toDegrees(Math.atan2(Math.sinh(etaSphere), Math.cos(xiSphere)));
    return new double[] {Math.toDegrees(latitude), longitude};
  }
}
