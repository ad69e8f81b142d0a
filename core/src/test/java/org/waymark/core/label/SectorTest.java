package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectorTest {

  private static final double R = 50;

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 1, 45, 90, 179.999, 180, 180.001, 270, 359.999, 360})
  void shouldBeOneForTheSameView(double opening) {
    for (double heading = 0; heading < 360; heading += 7.5) {
      Sector sector = Sector.ofCompass(500_123.4, 4_649_776.2, heading, R, opening);
      assertThat(OverlapKind.IOU.psi(sector, sector)).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void shouldBeTheSharedAngleAtTheSamePlace() {
    for (double heading = 0; heading < 360; heading += 11) {
      for (double turn = 0; turn <= 180; turn += 15) {
        double shared = Math.max(0, 90 - turn);
        assertThat(OverlapKind.IOU.psi(sector(0, 0, heading, 90), sector(0, 0, heading + turn, 90)))
            .isCloseTo(shared / (180 - shared), within(1e-9));
      }
    }
  }

  @Test
  void shouldCountBothSidesOfTwoWideViews() {
    // 300 degrees each, opposite: 60 degrees are missing from each, 240 are shared.
    assertThat(OverlapKind.QUERY.psi(sector(3, 4, 10, 300), sector(3, 4, 190, 300)))
        .isCloseTo(240 / 300.0, within(1e-9));
  }

  @Test
  void shouldBeTheLensOfTwoDiscs() {
    double d = 60;
    double lens = 2 * R * R * Math.acos(d / (2 * R)) - d / 2 * Math.sqrt(4 * R * R - d * d);
    assertThat(sector(0, 0, 0, 360).intersectionArea(sector(36, 48, 77, 360)))
        .isCloseTo(lens, within(1e-7));
  }

  @Test
  void shouldBeZeroWhenTouchingOrApart() {
    assertThat(OverlapKind.IOU.psi(sector(0, 0, 90, 90), sector(100, 0, 270, 90))).isZero();
    assertThat(OverlapKind.IOU.psi(sector(0, 0, 0, 180), sector(10, 0, 180, 180)))
        .isCloseTo(0, within(1e-12));
    assertThat(OverlapKind.IOU.psi(sector(0, 0, 0, 90), sector(1000, 0, 0, 90))).isZero();
    assertThat(OverlapKind.IOU.psi(sector(0, 0, 0, 90), sector(0, -1, 180, 90)))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void shouldChangeSmoothlyWhereViewsAreNearlyTheSame() {
    Sector sector = sector(0, 0, 33, 90);
    for (double shift = 1e-15; shift < 1e-3; shift *= 3) {
      assertThat(OverlapKind.IOU.psi(sector, sector(shift, -shift, 33 + shift, 90)))
          .as("shift %s", shift)
          .isCloseTo(1, within(1e-9 + shift));
      assertThat(OverlapKind.IOU.psi(sector(0, 0, 33, 360), sector(shift, shift, 0, 360)))
          .as("discs, shift %s", shift)
          .isCloseTo(1, within(1e-9 + shift));
    }
  }

  @Test
  void shouldBeSymmetricToTheLastBit() {
    Sector a = sector(1.23, 4.56, 78.9, 111);
    Sector b = sector(17.1, -9.7, 12.3, 222);
    assertThat(OverlapKind.IOU.psi(a, b)).isEqualTo(OverlapKind.IOU.psi(b, a)).isPositive();
  }

  @Test
  void shouldDivideByTheViewThatWasAskedFor() {
    Sector query = Sector.ofCompass(0, 0, 0, 10, 90);
    Sector place = Sector.ofCompass(0, 0, 0, 20, 90);
    assertThat(OverlapKind.QUERY.psi(query, place)).isCloseTo(1, within(1e-12));
    assertThat(OverlapKind.MAP.psi(query, place)).isCloseTo(0.25, within(1e-12));
    assertThat(OverlapKind.IOU.psi(query, place)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void shouldRefuseWhatIsNoSector() {
    assertThatThrownBy(() -> sector(Double.NaN, 0, 0, 90)).hasMessageContaining("not finite");
    assertThatThrownBy(() -> sector(0, 0, 0, 0)).hasMessageContaining("opening");
    assertThatThrownBy(() -> Sector.ofCompass(0, 0, 0, 0, 90)).hasMessageContaining("radius");
  }

  private static Sector sector(double east, double north, double heading, double opening) {
    return Sector.ofCompass(east, north, heading, R, opening);
  }
}
