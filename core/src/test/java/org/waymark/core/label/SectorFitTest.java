package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.waymark.core.WaymarkException;

class SectorFitTest {

  private static final long SEED = 5;
  private static final GroundViews QUERIES = Streets.drive(60, 300, 1, 1, 1);
  private static final GroundViews PLACES = Streets.drive(80, 300, 1, 1, 2);

  @Test
  void shouldFindTheSectorsThatMadeTheLabels() {
    LabelFit fit = SectorFit.of(labels(37, 75, OverlapKind.IOU, 0), QUERIES, PLACES, SEED);
    assertThat(fit.radiusMetres()).isCloseTo(37, within(0.01));
    assertThat(fit.angleDegrees()).isCloseTo(75, within(0.05));
    assertThat(fit.overlap()).isEqualTo(OverlapKind.IOU);
    assertThat(fit.rms()).isLessThan(1e-4);
    assertThat(fit.verdict()).isEqualTo("sectors explain these labels");
  }

  @Test
  void shouldFindTheKindOfOverlap() {
    LabelFit fit = SectorFit.of(labels(25, 120, OverlapKind.QUERY, 0), QUERIES, PLACES, SEED);
    assertThat(fit.overlap()).isEqualTo(OverlapKind.QUERY);
    assertThat(fit.radiusMetres()).isCloseTo(25, within(0.01));
    assertThat(fit.rmsByOverlap()).containsOnlyKeys(OverlapKind.IOU, OverlapKind.QUERY);
  }

  @Test
  void shouldStateItsErrorUnderNoise() {
    LabelFit fit = SectorFit.of(labels(50, 90, OverlapKind.IOU, 0.03), QUERIES, PLACES, SEED);
    assertThat(Math.abs(fit.radiusMetres() - 50)).isLessThan(4 * fit.radiusError());
    assertThat(Math.abs(fit.angleDegrees() - 90)).isLessThan(4 * fit.angleError());
    assertThat(fit.radiusError()).isBetween(0.01, 2.0);
    assertThat(fit.rms()).isBetween(0.005, 0.04);
  }

  @Test
  void shouldTakeNoPairTwice() {
    GradedLabels labels = labels(25, 90, OverlapKind.IOU, 0);
    long overlapping = 0;
    for (int q = 0; q < labels.queries(); q++) {
      LabelRow row = labels.row(q);
      for (int i = 0; i < row.size(); i++) {
        overlapping += row.psi(i) > 0 ? 1 : 0;
      }
    }
    List<SectorFit.Pair> pairs =
        SectorFit.sample(labels, QUERIES.sectors(), PLACES.sectors(), SEED);
    assertThat(pairs).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo((int) (2 * overlapping));
    List<SectorFit.Pair> apart = pairs.stream().filter(pair -> pair.psi() == 0).toList();
    // Each query has its share, so that a few do not make up the sample.
    long share = Math.ceilDiv(overlapping, 60);
    assertThat(apart).hasSizeGreaterThan((int) overlapping / 2);
    assertThat(
            apart.stream()
                .collect(Collectors.groupingBy(SectorFit.Pair::query, Collectors.counting()))
                .values())
        .allMatch(count -> count <= share);
  }

  @Test
  void shouldSayThatSectorsDoNotExplainOtherLabels() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[][] psi = new float[60][80];
    for (float[] row : psi) {
      for (int p = 0; p < 80; p++) {
        row[p] = random.nextInt(4) == 0 ? (float) random.nextDouble() : 0;
      }
    }
    LabelFit fit = SectorFit.of(GradedLabels.dense(psi), QUERIES, PLACES, SEED);
    assertThat(fit.verdict()).startsWith("sectors do not explain");
  }

  @Test
  void shouldRefuseLabelsThatTellNothing() {
    assertThatThrownBy(
            () -> SectorFit.of(GradedLabels.dense(new float[60][80]), QUERIES, PLACES, SEED))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no pair of the labels overlaps");
    float[][] binary = new float[60][80];
    binary[3][4] = 1;
    assertThatThrownBy(() -> SectorFit.of(GradedLabels.dense(binary), QUERIES, PLACES, SEED))
        .hasMessageContaining("binary");
    assertThatThrownBy(
            () -> SectorFit.of(GradedLabels.dense(new float[2][80]), QUERIES, PLACES, SEED))
        .hasMessageContaining("2 queries x 80 places, the data sets of 60 x 80");
  }

  private static GradedLabels labels(double radius, double angle, OverlapKind kind, double noise) {
    SectorLabels exact =
        new SectorLabels(
            Streets.drive(60, 300, radius, angle, 1),
            Streets.drive(80, 300, radius, angle, 2),
            kind);
    SplittableRandom random = new SplittableRandom(SEED);
    List<LabelRow> rows = new ArrayList<>();
    for (int q = 0; q < exact.queries(); q++) {
      float[] row = exact.row(q).toArray();
      for (int p = 0; p < row.length; p++) {
        if (row[p] > 0) {
          row[p] = (float) Math.clamp(row[p] + noise * random.nextGaussian(), 0, 1);
        }
      }
      rows.add(LabelRow.dense(row));
    }
    return new GradedLabels(exact.places(), rows);
  }
}
