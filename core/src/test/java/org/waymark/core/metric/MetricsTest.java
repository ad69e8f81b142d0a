package org.waymark.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final double EXACT = 1e-12;

  @Test
  void shouldCountRecallOverAllQueries() {
    boolean[][] positive = {{false, true, true}, {true, false, false}, {false, false, false}};
    RetrievalScores scores =
        RetrievalScores.of(
            List.of(new int[] {0, 1, 2}, new int[] {0, 1, 2}, new int[] {0, 1, 2}),
            3,
            (q, p) -> positive[q][p],
            List.of(1, 2, 5));
    assertThat(scores.queries()).isEqualTo(3);
    assertThat(scores.queriesWithPositive()).isEqualTo(2);
    assertThat(scores.recall().get(1)).isCloseTo(1 / 3.0, within(EXACT));
    assertThat(scores.recall().get(2)).isCloseTo(2 / 3.0, within(EXACT));
    // Query 0: hits at ranks 2 and 3 of 2 positives; query 1: a hit at rank 1.
    assertThat(scores.meanAveragePrecision().get(5))
        .isCloseTo(((1 / 2.0 + 2 / 3.0) / 2 + 1) / 2, within(EXACT));
    assertThat(scores.meanAveragePrecision().get(1)).isCloseTo((0 + 1) / 2.0, within(EXACT));
  }

  @Test
  void shouldLetTiedPairsShareOneThreshold() {
    // The definition of scikit-learn's average_precision_score, by hand: recall step times
    // precision.
    assertThat(
            AveragePrecision.of(
                new float[] {.1f, .2f, .2f, .4f, .4f, .4f, .9f},
                new boolean[] {true, false, true, true, false, false, true}))
        .isCloseTo(0.25 + 0.25 * 2 / 3 + 0.25 * 3 / 6 + 0.25 * 4 / 7, within(EXACT));
    assertThat(AveragePrecision.of(new float[] {0f, -0f}, new boolean[] {true, false}))
        .isCloseTo(0.5, within(EXACT));
    assertThat(AveragePrecision.of(new float[] {1}, new boolean[] {false})).isNaN();
    assertThatThrownBy(() -> AveragePrecision.of(new float[] {Float.NaN}, new boolean[] {true}))
        .hasMessageContaining("NaN");
  }

  @Test
  void shouldInterpolatePercentilesLikeNumpy() {
    // numpy.percentile([4, 1, 3, 2], [0, 50, 90, 100]) -> 1, 2.5, 3.7, 4
    Percentiles percentiles = new Percentiles(new double[] {4, 1, 3, 2});
    assertThat(percentiles.at(0)).isEqualTo(1);
    assertThat(percentiles.median()).isEqualTo(2.5);
    assertThat(percentiles.at(90)).isCloseTo(3.7, within(EXACT));
    assertThat(percentiles.at(100)).isEqualTo(4);
    assertThat(new Percentiles(new double[0]).median()).isNaN();
  }
}
