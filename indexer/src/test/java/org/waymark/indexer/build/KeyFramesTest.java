package org.waymark.indexer.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Pose;

class KeyFramesTest {

  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** Descriptors on a circle: an angle of 60 degrees is a distance of 1. */
  private final List<float[]> descriptors = new ArrayList<>();

  private final FrameTable table = new FrameTable();
  private final BitSet skipped = new BitSet();

  private void frame(String sequence, double x, double turnDegrees, double look) {
    frame(sequence, table.size(), x, turnDegrees, look);
  }

  private void frame(String sequence, long order, double x, double turnDegrees, double look) {
    double half = Math.toRadians(turnDegrees) / 2;
    table.add(sequence, "", order, new Pose(x, 0, 0, 0, Math.sin(half), 0, Math.cos(half)));
    descriptors.add(
        new float[] {(float) Math.cos(Math.PI / 3 * look), (float) Math.sin(Math.PI / 3 * look)});
  }

  private KeyFrames choose(KeyFrameRule rule) throws IOException {
    return KeyFrames.choose(
        new DescribedFrames(table, rows(descriptors), skipped), rule, KeyFrameRule.METRIC, 1);
  }

  private static Rows rows(List<float[]> descriptors) {
    return new Rows() {
      @Override
      public int size() {
        return descriptors.size();
      }

      @Override
      public int columns() {
        return descriptors.getFirst().length;
      }

      @Override
      public float[] row(int row) {
        return descriptors.get(row);
      }
    };
  }

  private int[] chosen(KeyFrameRule rule) throws IOException {
    return choose(rule).chosen().stream().toArray();
  }

  @Test
  void shouldTakeAFrameAtEachOfTheThreeDifferences() throws IOException {
    frame("a", 0.0, 0, 0.0);
    frame("a", 0.9, 0, 0.1);
    frame("a", 1.0, 0, 0.1); // a metre from frame 0
    frame("a", 1.0, 9, 0.2);
    frame("a", 1.0, 10.01, 0.2); // ten degrees from frame 2
    frame("a", 1.0, 10, 0.5);
    frame("a", 1.0, 10, 0.8); // another look than frame 4
    assertThat(chosen(new KeyFrameRule(1, 10, 0.5))).containsExactly(0, 2, 4, 6);
    assertThat(chosen(new KeyFrameRule(1, NEVER, NEVER))).containsExactly(0, 2);
    assertThat(chosen(new KeyFrameRule(NEVER, 10, NEVER))).containsExactly(0, 4);
    assertThat(chosen(new KeyFrameRule(NEVER, NEVER, 0.5))).containsExactly(0, 5);
    assertThat(chosen(new KeyFrameRule(NEVER, NEVER, NEVER))).containsExactly(0);
  }

  @Test
  void shouldBeginAnewInEachSequenceEvenWhenTheyAreListedMixed() throws IOException {
    for (int i = 0; i < 10; i++) {
      frame("a", 0.1 * i, 0, 0.06 * i);
      frame("b", 50 + 0.1 * i, 0, 0.06 * i);
    }
    assertThat(chosen(new KeyFrameRule(0.45, NEVER, NEVER))).containsExactly(0, 1, 10, 11);
  }

  @Test
  void shouldFollowTheRecordingsOrderAndNotTheListsOrder() throws IOException {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
    java.util.Collections.shuffle(order, new Random(7));
    order.forEach(i -> frame("a", i, 0.1 * i, 0, 0.02 * i));
    int[] positions =
        IntStream.of(chosen(new KeyFrameRule(0.95, NEVER, NEVER)))
            .map(order::get)
            .sorted()
            .toArray();
    assertThat(positions).containsExactly(0, 10, 20, 30);
  }

  @Test
  void shouldLeaveOutCopiesOfAParkedStretchEvenWhenAllFramesAreKept() throws IOException {
    frame("a", 0, 0, 0);
    for (int i = 0; i < 20; i++) {
      frame("a", 1, 0, 0.5 + 0.01 * (i % 3));
    }
    frame("a", 2, 0, 0.5); // looks the same elsewhere: a place of its own
    KeyFrames frames = choose(KeyFrameRule.ALL);
    assertThat(frames.chosen().stream().toArray()).containsExactly(0, 1, 21);
    assertThat(frames.copies()).isEqualTo(19);
  }

  @Test
  void shouldPassOverFramesWithoutDescriptor() throws IOException {
    for (int i = 0; i < 6; i++) {
      frame("a", i, 0, 0.5 * i);
    }
    skipped.set(0);
    skipped.set(3);
    descriptors.remove(3);
    descriptors.remove(0);
    assertThat(chosen(KeyFrameRule.ALL)).containsExactly(1, 2, 4, 5);
  }

  @Test
  void shouldTakeOneOfManyPicturesWithoutAnyDifference() throws IOException {
    for (int i = 0; i < 5; i++) {
      frame("a", 0, 0, 0);
    }
    KeyFrames frames =
        KeyFrames.choose(
            new DescribedFrames(table, rows(descriptors), skipped),
            KeyFrameRule.METRIC,
            KeyFrameRule.METRIC,
            DescriptorSpread.of(rows(descriptors), 0));
    assertThat(frames.chosen().stream().toArray()).containsExactly(0);
    assertThat(frames.copies()).isEqualTo(4);
  }

  @Test
  void shouldMeasureTheSpreadOfUnrelatedPicturesInARecordingThatWasMostlyParked()
      throws IOException {
    Random random = new Random(3);
    List<float[]> mixed = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      float[] vector = new float[64];
      vector[0] = 1;
      if (i >= 240) {
        vector[0] = 0;
        vector[1 + random.nextInt(63)] = 1;
      }
      mixed.add(vector);
    }
    assertThat(DescriptorSpread.of(rows(mixed), 1)).isBetween(1.41, 1.42);
  }

  @Test
  void shouldSayTheRuleInWords() {
    assertThat(KeyFrameRule.METRIC)
        .hasToString("after 0.5 m, or 15 degrees, or a descriptor change of 0.5");
    assertThat(KeyFrameRule.ALL).hasToString("every frame");
    assertThat(new KeyFrameRule(2, NEVER, NEVER)).hasToString("after 2 m");
    assertThat(new KeyFrameRule(NEVER, NEVER, NEVER)).hasToString("the first frame of each drive");
  }
}
