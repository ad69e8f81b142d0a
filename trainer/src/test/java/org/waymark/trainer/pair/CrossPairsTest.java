package org.waymark.trainer.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.label.GradedLabels;
import org.waymark.trainer.FrameFile;

class CrossPairsTest {

  private static final float[][] PSI = {
    {1f, 0.6f, 0.2f, 0f},
    {0.6f, 1f, 0.4f, 0f},
    {0.2f, 0.4f, 1f, 0.1f},
    {0f, 0f, 0.1f, 1f},
  };

  /** Four pictures that are both queries and places. */
  private static LabelledSite site(String name) {
    List<DatasetFrame> frames =
        IntStream.range(0, PSI.length)
            .<DatasetFrame>mapToObj(i -> FrameFile.named(name + i))
            .toList();
    return LabelledSite.of(name, frames, name, frames, GradedLabels.dense(PSI), name + ".h5");
  }

  private static TrainingPair pair(int site, int query, int place) {
    return new TrainingPair(site, query, place, PSI[query][place], 0);
  }

  @Test
  void shouldTakeTheLabelsOfAllQueriesWithAllPlaces() {
    // Queries 0, 1, 3 with places 1, 2, 0.
    CrossPairs pairs =
        CrossPairs.of(
            List.of(pair(0, 0, 1), pair(0, 1, 2), pair(0, 3, 0)),
            List.of(site("a")),
            Objective.GCL);
    float[] expected = {0.6f, 0.2f, 1f, 0f, 0.4f, 0.6f, 0f, 0.1f, 0f};
    for (int i : new int[] {0, 1, 4, 5, 6, 7, 8}) {
      assertThat(pairs.targets()[i]).isEqualTo(expected[i]);
    }
    // Query 0 with place 0 and 1 with 1 are one picture each: they weigh nothing. Two positives
    // share a half, three soft pairs a quarter, and two unlike ones a quarter, of three.
    assertThat(pairs.weights())
        .containsExactly(
            new float[] {.75f, .25f, 0, 0, .25f, .75f, .375f, .25f, .375f}, within(1e-6f));
  }

  @Test
  void shouldLeaveTheShareOfAnAbsentRangeToTheOthers() {
    // 0.6 and 0.2 of the first query, 1 and 0.4 of the second: a positive half, a soft quarter.
    CrossPairs pairs =
        CrossPairs.of(List.of(pair(0, 0, 1), pair(0, 1, 2)), List.of(site("a")), Objective.GCL);
    assertThat(pairs.weights())
        .containsExactly(new float[] {4 / 3f, 1 / 3f, 0, 1 / 3f}, within(1e-6f));
  }

  @Test
  void shouldKnowNothingOfPicturesOfTwoSites() {
    CrossPairs pairs =
        CrossPairs.of(
            List.of(pair(0, 0, 1), pair(1, 3, 0)), List.of(site("a"), site("b")), Objective.GCL);
    assertThat(pairs.weights()).containsExactly(new float[] {4 / 3f, 0, 0, 2 / 3f}, within(1e-6f));
  }

  @Test
  void shouldHalveBetweenBothKindsOfABinaryLoss() {
    CrossPairs pairs =
        CrossPairs.of(List.of(pair(0, 0, 1), pair(0, 3, 0)), List.of(site("a")), Objective.CL);
    assertThat(pairs.targets()).startsWith(1f).endsWith(0f, 0f);
    assertThat(pairs.weights()).containsExactly(new float[] {1, 0, .5f, .5f}, within(1e-6f));
  }
}
