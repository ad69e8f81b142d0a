package org.waymark.streams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectionTest {

  private static final RetrievalModel SHARP =
      new RetrievalModel(0.02, 0.07, 0.1, 0.05, 0.005, 1.2, 0.05, 40, 20);

  /** Two places, 13 m apart, that look the same. */
  private static final List<Sighting> TWINS =
      List.of(new Sighting(0, 0.3f, Scenes.at(0)), new Sighting(1, 0.3f, Scenes.at(13)));

  private final Correction correction =
      new Correction(new Calibration(SHARP, 1, Calibration.Confidence.IDENTITY, true), true, TWINS);

  private static PoseGaussian about(double x, double y) {
    return new PoseGaussian(
        Scenes.at(x, y, 0), PoseGaussian.diagonal(0.01, 0.01, 1e-3, 1e-3, 1e-3, 1e-3));
  }

  private double evidence(double x, double y) {
    return correction.apply(about(x, y), 0.5).logEvidence();
  }

  @Test
  void shouldNotChooseBetweenLookalikesByHowFarBesideThePlacesTheCameraIs() {
    assertThat(evidence(0, 0.2)).isCloseTo(evidence(13, 0), within(0.1));
  }

  @Test
  void shouldStillCorrectThePoseByIt() {
    PoseGaussian after = correction.apply(about(0, 0.2), 0.5).pose();
    assertThat(after.mean().y()).isBetween(0.02, 0.15);
  }

  @Test
  void shouldTellPlacesFromThoseThatDoNotLookAlike() {
    assertThat(evidence(0, 0)).isGreaterThan(1);
    assertThat(evidence(6, 0)).isLessThan(-3);
  }
}
