package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SectorLabelsTest {

  @ParameterizedTest
  @EnumSource
  void shouldMissNoPairThatOverlaps(OverlapKind kind) {
    GroundViews queries = Streets.drive(150, 700, 50, 90, 3);
    GroundViews places = Streets.drive(200, 700, 30, 200, 4);
    SectorLabels labels = new SectorLabels(queries, places, kind);
    int overlapping = 0;
    for (int q = 0; q < labels.queries(); q++) {
      LabelRow row = labels.row(q);
      for (int p = 0; p < labels.places(); p++) {
        float psi = (float) kind.psi(queries.sectors().get(q), places.sectors().get(p));
        assertThat(row.get(p)).as("%d, %d", q, p).isEqualTo(psi);
        overlapping += psi > 0 ? 1 : 0;
      }
    }
    assertThat(overlapping).isBetween(200, 10_000);
  }

  @Test
  void shouldBeSymmetricWithOneOnTheDiagonal() {
    GroundViews views = Streets.drive(200, 400, 50, 90, 5);
    SectorLabels labels = new SectorLabels(views, views, OverlapKind.IOU);
    for (int q = 0; q < labels.queries(); q++) {
      assertThat(labels.row(q).get(q)).isEqualTo(1);
      for (int p = 0; p < q; p++) {
        assertThat(labels.row(q).get(p)).isEqualTo(labels.row(p).get(q));
      }
    }
  }
}
