package org.waymark.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
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
                new double[] {.1, .2, .2, .4, .4, .4, .9},
                new boolean[] {true, false, true, true, false, false, true}))
        .isCloseTo(0.25 + 0.25 * 2 / 3 + 0.25 * 3 / 6 + 0.25 * 4 / 7, within(EXACT));
    assertThat(AveragePrecision.of(new double[] {0.0, -0.0}, new boolean[] {true, false}))
        .isCloseTo(0.5, within(EXACT));
    assertThat(AveragePrecision.of(new double[] {1}, new boolean[] {false})).isNaN();
    assertThatThrownBy(() -> AveragePrecision.of(new double[] {Double.NaN}, new boolean[] {true}))
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

  @Test
  void shouldCountOnlyAnswerableQueriesWhereABenchmarkDoes() {
    boolean[][] positive = {{false, true}, {true, false}, {false, false}};
    RetrievalScores scores =
        RetrievalScores.of(
            List.of(new int[] {0, 1}, new int[] {0, 1}, new int[] {0, 1}),
            2,
            (q, p) -> positive[q][p],
            List.of(1, 2));
    assertThat(scores.recall(RecallConvention.ALL_QUERIES).get(2))
        .isCloseTo(2 / 3.0, within(EXACT));
    assertThat(scores.recall(RecallConvention.QUERIES_WITH_POSITIVE))
        .isEqualTo(Map.of(1, 0.5, 2, 1.0));
    assertThat(scores.recall(RecallConvention.MSLS)).isEqualTo(Map.of(1, 0.5, 2, 1.0));
  }

  @Test
  void shouldPassOverSkippedResultsAndTakeTheNext() {
    DistanceRows rows = DistanceRows.of(new double[][] {{1, 2, 3, 4}, {4, 3, 2, 1}});
    SkipRule rule =
        SkipRule.lessThanAMonthApart(
            new int[] {12 * 2013, 12 * 2013 + 11}, new int[] {12 * 2013, 24157, 24167, 24168});
    // January 2013 passes over January, December over December: not the January one month later.
    assertThat(Ranking.nearest(rows, 2, rule))
        .map(Arrays::toString)
        .containsExactly("[1, 2]", "[3, 1]");
    GroundTruth truth = GroundTruth.of(2, 4, (q, p) -> p == 0 || p == 3).without(rule);
    assertThat(truth.positives(0)).isEqualTo(1);
    assertThat(truth.positives(1)).isEqualTo(2);
    BitSet both = new BitSet();
    both.set(0, 2);
    PrecisionRecallCurve curve = PrecisionRecallCurve.of(rows, truth, both, rule);
    assertThat(curve.pairs()).isEqualTo(6);
    assertThat(curve.positives()).isEqualTo(3);
    // Distance 1: one positive; 4: all three among six.
    assertThat(curve.averagePrecision()).isCloseTo(1 / 3.0 + 2 / 3.0 * 3 / 6, within(EXACT));
    BitSet panorama = new BitSet();
    panorama.set(3);
    assertThat(Ranking.nearest(rows, 1, SkipRule.places(panorama).or(rule)).get(1))
        .containsExactly(1);
    assertThat(
            Ranking.nearest(
                rows, 4, SkipRule.sameSequence(List.of("a", "b"), List.of("a", "b", "b", "c"))))
        .map(Arrays::toString)
        .containsExactly("[1, 2, 3]", "[3, 0]");
  }

  @Test
  void shouldOrderEqualDistancesAsThePlacesAndTakeNegativeOnes() {
    DistanceRows rows = DistanceRows.of(new double[][] {{0.0, 1, -0.0, -1e-7, 1, 0.0}});
    assertThat(Ranking.nearest(rows, 5, SkipRule.NONE).getFirst()).containsExactly(3, 0, 2, 5, 1);
    assertThat(Ranking.nearest(rows, 9, SkipRule.NONE).getFirst())
        .containsExactly(3, 0, 2, 5, 1, 4);
    assertThatThrownBy(
            () ->
                Ranking.nearest(
                    DistanceRows.of(new double[][] {{0}, {Double.NaN}}), 1, SkipRule.NONE))
        .hasMessageContaining("query 1 to place 0 is NaN");
  }

  @Test
  void shouldComputeTheSameDistancesByRowAndBySelection() {
    DescriptorDistances distances =
        new DescriptorDistances(
            new float[][] {{1, 0, 0, 0, 0}}, new float[][] {{0, 0, 0, 0, 1}, {1, 0, 0, 0, 0}});
    assertThat(distances.row(0)).containsExactly(Math.sqrt(2), 0);
    assertThat(distances.select(0, new int[] {1})).containsExactly(0);
  }

  @Test
  void shouldTakePositionsOnTheRadiusForTheSamePlace() {
    GroundTruth truth =
        GroundTruth.within(
            new double[][] {{0, 0}}, new double[][] {{25, 0}, {15, 20}, {0, 25.001}}, 25);
    assertThat(truth.positivesOf(0)).containsExactly(0, 1);
  }

  @Test
  void shouldCountFramesWithoutAPoseAsOutsideEveryThreshold() {
    PoseErrors errors =
        new PoseErrors(
            List.of(new PoseError(0.25, 2), new PoseError(0.2, 4), new PoseError(6, 1)), 4);
    assertThat(PoseThreshold.STANDARD).map(errors::share).containsExactly(0.25, 0.5, 0.5);
    assertThat(errors.metres().median()).isEqualTo(0.25);
    assertThat(PoseThreshold.STANDARD)
        .map(PoseThreshold::toString)
        .containsExactly("0.25/2", "0.5/5", "5/10");
    assertThat(PoseThreshold.parse("0.5/5")).isEqualTo(PoseThreshold.STANDARD.get(1));
    assertThatThrownBy(() -> PoseThreshold.parse("1.2.3/4")).hasMessageContaining("1.2.3/4");
    assertThatThrownBy(() -> PoseThreshold.parse("0/4")).hasMessageContaining("0/4");
  }

  @Test
  void shouldMeasureHowFarConfidenceIsFromTheShareThatIsRight() {
    ConfidenceCalibration calibration =
        ConfidenceCalibration.of(
            new double[] {0, 0.5, 1, 1}, new boolean[] {true, false, true, true}, 2);
    assertThat(calibration.bins().getFirst().count()).isEqualTo(2);
    assertThat(calibration.bins().getFirst().accuracy()).isEqualTo(0.5);
    assertThat(calibration.expectedError()).isCloseTo(0.5 * 0.25, within(EXACT));
    assertThat(ConfidenceCalibration.of(new double[0], new boolean[0], 2).expectedError()).isNaN();
  }

  @Test
  void shouldSplitScoresByTheConditionOfQueriesAndOfPlaces() {
    DistanceRows rows = DistanceRows.of(new double[][] {{1, 2, 3}, {1, 2, 3}});
    GroundTruth truth = GroundTruth.of(2, 3, (q, p) -> p == q + 1);
    BitSet both = new BitSet();
    both.set(0, 2);
    List<ConditionScores> table =
        ConditionScores.table(
            "light",
            List.of("day", "night"),
            List.of("day", "night", "day"),
            SearchResults.byDistance(rows, 1, SkipRule.NONE),
            truth,
            both,
            SkipRule.NONE,
            List.of(1));
    assertThat(table).extracting(ConditionScores::tag).containsOnly("light");
    assertThat(table)
        .extracting(ConditionScores::condition)
        .containsExactly(
            "day", "night", "day -> day", "night -> day", "day -> night", "night -> night");
    // By day, the right place is the nearest of those by night; by night, the second by day.
    assertThat(table)
        .extracting(row -> row.scores().recall().get(1))
        .containsExactly(0.0, 0.0, 0.0, 0.0, 1.0, 0.0);
    assertThat(table.get(3).averagePrecision()).isCloseTo(0.5, within(EXACT));
    assertThat(table.get(5).averagePrecision()).isNaN();
  }
}
