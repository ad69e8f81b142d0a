package org.waymark.streams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.waymark.avro.Outcome;
import org.waymark.core.WaymarkException;

class BeliefCodecTest {

  private static Belief random(long seed, int hypotheses) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Hypothesis> all = new ArrayList<>();
    for (int i = 0; i < hypotheses; i++) {
      all.add(new Hypothesis(Gaussians.random(random), random.nextDouble() / hypotheses));
    }
    return new Belief(
        "map/run-" + seed,
        random.nextLong(),
        Outcome.UNCERTAIN,
        all,
        random.nextDouble(),
        seed % 2 == 0 ? Optional.empty() : Optional.of(UncertainPose.of(Gaussians.random(random))),
        seed % 3 == 0
            ? List.of()
            : java.util.Collections.nCopies(
                hypotheses, new Belief.Seen(random.nextDouble(), -0.0, Double.MIN_VALUE)));
  }

  @Test
  void shouldReadBitByBitWhatItWrote() {
    for (long seed = 0; seed < 50; seed++) {
      byte[] bytes = BeliefCodec.encode(random(seed, (int) (seed % 13)));
      assertThat(BeliefCodec.encode(BeliefCodec.decode(bytes))).isEqualTo(bytes);
      assertThat(bytes.length).isLessThanOrEqualTo(BeliefCodec.MAX_BYTES);
    }
  }

  @Test
  void shouldFitTheLargestBelief() {
    assertThat(BeliefCodec.encode(random(1, BeliefCodec.MAX_HYPOTHESES)).length)
        .isLessThan(BeliefCodec.MAX_BYTES);
  }

  @Test
  void shouldRefuseWhatIsNoBelief() {
    byte[] bytes = BeliefCodec.encode(random(5, 3));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> BeliefCodec.decode(cut)).isInstanceOf(WaymarkException.class);
    }
    byte[] newer = bytes.clone();
    newer[0] = 99;
    assertThatThrownBy(() -> BeliefCodec.decode(newer))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("version 99");
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = bytes.clone();
      damaged[1 + random.nextInt(damaged.length - 1)] = (byte) random.nextInt();
      try {
        BeliefCodec.decode(damaged);
      } catch (WaymarkException expected) {
        assertThat(expected).hasMessageContaining("belief");
      }
    }
  }
}
