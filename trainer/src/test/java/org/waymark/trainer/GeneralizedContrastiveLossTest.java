package org.waymark.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.waymark.descriptors.PyTorchInfo;

class GeneralizedContrastiveLossTest {

  private static final GeneralizedContrastiveLoss LOSS =
      new GeneralizedContrastiveLoss(GeneralizedContrastiveLoss.DEFAULT_MARGIN);

  @BeforeAll
  static void startPyTorch() {
    assertThat(PyTorchInfo.probe().available()).isTrue();
  }

  @Test
  void shouldEqualTheFormula() {
    SplittableRandom random = new SplittableRandom(4);
    int pairs = 50;
    float[] left = new float[pairs * 3];
    float[] right = new float[pairs * 3];
    float[] psi = new float[pairs];
    for (int i = 0; i < left.length; i++) {
      left[i] = (float) random.nextDouble(0.4);
      right[i] = (float) random.nextDouble(0.4);
    }
    for (int i = 0; i < pairs; i++) {
      psi[i] = (float) random.nextDouble();
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] loss =
          LOSS.ofPairs(
                  manager.create(left, new Shape(pairs, 3)),
                  manager.create(right, new Shape(pairs, 3)),
                  manager.create(psi))
              .toFloatArray();
      for (int i = 0; i < pairs; i++) {
        double squares = 0;
        for (int j = 3 * i; j < 3 * i + 3; j++) {
          squares += Math.pow(left[j] - right[j] + 1e-6, 2);
        }
        double d = Math.sqrt(squares);
        double expected = psi[i] / 2 * d * d + (1 - psi[i]) / 2 * Math.pow(Math.max(0.5 - d, 0), 2);
        assertThat((double) loss[i]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void shouldPullAboveAndPushBelowTheDistanceAtWhichAPairRests() {
    // margin 0.5 and psi 0.6 rest at 0.5 * 0.4 = 0.2.
    assertThat(gradient(0.25f, 0.6f)).isCloseTo(0.05f, within(1e-4f));
    assertThat(gradient(0.2f, 0.6f)).isCloseTo(0f, within(1e-4f));
    assertThat(gradient(0.1f, 0.6f)).isCloseTo(-0.1f, within(1e-4f));
    // Beyond the margin only likeness pulls.
    assertThat(gradient(0.7f, 0f)).isCloseTo(0f, within(1e-4f));
    assertThat(gradient(0.7f, 1f)).isCloseTo(0.7f, within(1e-4f));
  }

  /** dL/dd for two descriptors that differ by d in one coordinate. */
  private static float gradient(float d, float psi) {
    try (NDManager manager = NDManager.newBaseManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray left = manager.create(new float[] {d, 0}, new Shape(1, 2));
      left.setRequiresGradient(true);
      NDArray right = manager.zeros(new Shape(1, 2));
      NDArray loss = LOSS.ofPairs(left, right, manager.create(new float[] {psi}));
      collector.backward(loss.sum());
      return left.getGradient().toFloatArray()[0];
    }
  }
}
