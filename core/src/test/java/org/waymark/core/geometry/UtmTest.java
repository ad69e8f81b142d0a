package org.waymark.core.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtmTest {

  /**
   * Coordinates by PROJ: {@code echo LON LAT | cs2cs +proj=longlat +to +proj=utm +zone=Z [+south]}.
   */
  @ParameterizedTest
  @CsvSource({
    "33N, 391779.2593, 5820072.1592, 52.52, 13.405",
    "17N, 630084.3095, 4833438.5525, 43.6425667, -79.3871389",
    "56S, 334900.5697, 6252288.7529, -33.8568, 151.2153",
    "1S, 177163.8060, 9999999.8893, -0.000001, -179.9",
    "60N, 529650.4469, 9317573.4682, 83.9, 179.5",
    "31N, 143747.1078, 55351.9216, 0.5, -0.2"
  })
  void shouldAgreeWithProj(String zone, double east, double north, double lat, double lon) {
    double[] point = Utm.latitudeLongitude(zone, east, north);
    assertThat(point[0]).isCloseTo(lat, within(2e-8));
    assertThat(point[1]).isCloseTo(lon, within(2e-8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0N", "61N", "33", "33U", "N33", " 33N"})
  void shouldRefuseWhatIsNoZone(String zone) {
    assertThat(Utm.isZone(zone)).isFalse();
    assertThatThrownBy(() -> Utm.latitudeLongitude(zone, 500_000, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("33N");
  }
}
