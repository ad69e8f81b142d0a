package org.waymark.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {

  @Test
  void shouldFallAsTorchsSchedules() {
    assertThat(LearningRate.USUAL.at(24, 50, 0)).isEqualTo(0.1);
    assertThat(LearningRate.USUAL.at(25, 50, 0)).isCloseTo(0.01, within(1e-12));
    // torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10).get_last_lr() after 3 steps.
    assertThat(new LearningRate(0.1, "cosine", 1, 0.1, 0).at(3, 10, 0))
        .isCloseTo(0.07938926261462366, within(1e-12));
  }

  @Test
  void shouldWarmUpInAStraightLine() {
    LearningRate rate = new LearningRate(0.1, "constant", 1, 0.1, 4);
    assertThat(rate.at(0, 1, 0)).isCloseTo(0.025, within(1e-12));
    assertThat(rate.at(0, 1, 3)).isCloseTo(0.1, within(1e-12));
    assertThat(rate.at(0, 1, 9)).isEqualTo(0.1);
  }
}
