package org.waymark.trainer.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Tags;
import org.waymark.core.label.GradedLabels;
import org.waymark.trainer.FrameFile;

class PairSamplerTest {

  private static final int PICTURES = 400;

  /** Pictures along a line: alike to each other the nearer they are, up to 20 steps. */
  private static LabelledSite line(boolean special) {
    float[][] psi = new float[PICTURES][PICTURES];
    for (int q = 0; q < PICTURES; q++) {
      for (int p = 0; p < PICTURES; p++) {
        psi[q][p] = Math.max(0, 1 - Math.abs(q - p) / 20f);
      }
    }
    List<DatasetFrame> frames =
        IntStream.range(0, PICTURES)
            .<DatasetFrame>mapToObj(i -> special ? special(i) : FrameFile.named("f" + i))
            .toList();
    return LabelledSite.of("q", frames, "p", frames, GradedLabels.dense(psi), "line.h5");
  }

  private static FrameFile special(int i) {
    return i % 10 == 0
        ? FrameFile.named("f" + i, Tags.PANORAMA)
        : i % 10 == 1 ? FrameFile.named("f" + i, Tags.NIGHT) : FrameFile.named("f" + i);
  }

  private static PairSampler sampler(Objective objective, long seed) {
    return new PairSampler(List.of(line(false)), objective, false, PICTURES, seed);
  }

  private static double share(List<TrainingPair> pairs, Stratum stratum) {
    return (double) pairs.stream().filter(pair -> stratum.holds(pair.psi())).count() / pairs.size();
  }

  @Test
  void shouldDrawHalfPositivesAQuarterSoftAndAQuarterUnlikePairs() {
    PairSampler sampler = sampler(Objective.GCL, 1);
    List<TrainingPair> pairs =
        IntStream.range(0, 20).boxed().flatMap(p -> sampler.pass(p).stream()).toList();
    assertThat(share(pairs, Stratum.POSITIVE)).isCloseTo(0.5, within(0.02));
    assertThat(share(pairs, Stratum.SOFT)).isCloseTo(0.25, within(0.02));
    assertThat(share(pairs, Stratum.NONE)).isCloseTo(0.25, within(0.02));
    assertThat(pairs).allMatch(pair -> pair.query() != pair.place());
    // Positives of every degree, not only the best.
    assertThat(pairs.stream().filter(p -> p.psi() >= 0.5).map(TrainingPair::psi).distinct().count())
        .isGreaterThan(5);
  }

  @Test
  void shouldDrawHalfOfEachForTheBinaryLoss() {
    PairSampler sampler = sampler(Objective.CL, 1);
    List<TrainingPair> pairs =
        IntStream.range(0, 10).boxed().flatMap(p -> sampler.pass(p).stream()).toList();
    assertThat(share(pairs, Stratum.POSITIVE)).isCloseTo(0.5, within(0.03));
    assertThat(pairs)
        .allMatch(pair -> Objective.CL.target(pair.psi()) == (pair.psi() >= 0.5 ? 1 : 0));
  }

  @Test
  void shouldDrawEveryQueryOncePerPermutationAndAfreshEachPass() {
    PairSampler sampler = sampler(Objective.GCL, 2);
    Set<Integer> queries = new HashSet<>();
    sampler.pass(0).forEach(pair -> assertThat(queries.add(pair.query())).isTrue());
    assertThat(queries).hasSize(PICTURES);
    assertThat(sampler.pass(1)).isNotEqualTo(sampler.pass(0));
  }

  @Test
  void shouldDependOnSeedAndPassAlone() {
    PairSampler one = sampler(Objective.GCL, 3);
    one.pass(0);
    one.pass(1);
    assertThat(one.pass(5)).isEqualTo(sampler(Objective.GCL, 3).pass(5));
    assertThat(one.pass(5)).isNotEqualTo(sampler(Objective.GCL, 4).pass(5));
  }

  @Test
  void shouldLeavePanoramasOut() {
    PairSampler sampler = new PairSampler(List.of(line(true)), Objective.GCL, false, 4000, 5);
    assertThat(sampler.pass(0))
        .isNotEmpty()
        .allMatch(pair -> pair.query() % 10 != 0 && pair.place() % 10 != 0);
  }

  @Test
  void shouldBalanceDayAndNight() {
    PairSampler sampler = new PairSampler(List.of(line(true)), Objective.GCL, true, 7, 6);
    List<TrainingPair> pairs = sampler.pass(0);
    assertThat(sampler.queriesPerPass()).isEqualTo(80);
    Set<Integer> night = new HashSet<>();
    long dayAtNight = 0;
    for (TrainingPair pair : pairs) {
      if (pair.query() % 10 == 1) {
        night.add(pair.query());
      } else if (pair.place() % 10 == 1) {
        dayAtNight++;
      }
    }
    assertThat(night).hasSizeGreaterThan(35);
    assertThat(dayAtNight).isGreaterThanOrEqualTo(17);
  }

  @Test
  void shouldSayWhatLabelsLack() {
    List<DatasetFrame> frames = List.of(FrameFile.named("a"), FrameFile.named("b"));
    LabelledSite alone =
        LabelledSite.of(
            "q", frames, "p", frames, GradedLabels.dense(new float[][] {{1, 0}, {0, 1}}), "gt.h5");
    assertThatThrownBy(() -> new PairSampler(List.of(alone), Objective.GCL, false, 10, 0))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("gt.h5")
        .hasMessageContaining("no positive pair");
    assertThatThrownBy(
            () ->
                LabelledSite.of(
                    "q", frames, "p", frames, GradedLabels.dense(new float[3][2]), "gt.h5"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("3 queries x 2 places");
    assertThatThrownBy(() -> new PairSampler(List.of(line(false)), Objective.GCL, true, 10, 0))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("night");
  }
}
