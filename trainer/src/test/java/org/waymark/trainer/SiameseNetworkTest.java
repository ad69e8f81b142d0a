package org.waymark.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.waymark.descriptors.engine.PyTorch;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.network.SeededWeights;
import org.waymark.descriptors.weights.Weights;
import org.waymark.trainer.optimizer.OptimizerSettings;
import org.waymark.trainer.pair.CrossPairs;

class SiameseNetworkTest {

  private static final int SIDE = 64;
  private static final int PICTURE_BYTES = 3 * SIDE * SIDE * Float.BYTES;
  private static final int PAIRS = 4;

  private static SiameseNetwork network(Backbone backbone, Set<String> frozen) {
    return network(backbone, frozen, DataType.FLOAT32);
  }

  private static SiameseNetwork network(Backbone backbone, Set<String> frozen, DataType type) {
    Network plan = new Network(backbone, new Pooling.Gem());
    return new SiameseNetwork(
        plan,
        SeededWeights.of(plan, 1),
        frozen,
        SIDE,
        SIDE,
        new GeneralizedContrastiveLoss(GeneralizedContrastiveLoss.DEFAULT_MARGIN),
        new OptimizerSettings("sgd", 0.9, 0, 0),
        "cpu",
        1,
        type);
  }

  private static ByteBuffer pictures(long seed) {
    Random random = new Random(seed);
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(PAIRS * PICTURE_BYTES).order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining()) {
      buffer.putFloat((float) random.nextGaussian());
    }
    return buffer.flip();
  }

  /** One step of four pairs, so many at a time. */
  private static void step(SiameseNetwork network, int microBatch) {
    ByteBuffer left = pictures(2);
    ByteBuffer right = pictures(3);
    float[] psi = {0.9f, 0.1f, 0.6f, 0f};
    for (int from = 0; from < PAIRS; from += microBatch) {
      network.accumulate(
          slice(left, from, microBatch),
          slice(right, from, microBatch),
          java.util.Arrays.copyOfRange(psi, from, from + microBatch),
          PAIRS);
    }
    network.step(0.1, 1);
  }

  private static ByteBuffer slice(ByteBuffer all, int from, int count) {
    return all.slice(from * PICTURE_BYTES, count * PICTURE_BYTES).order(ByteOrder.nativeOrder());
  }

  @Test
  void shouldMoveAsTheLargeBatchWhenGradientsAreAccumulated() {
    // VGG has no batch statistics, with which the size of a batch makes a difference in torch too;
    // and in float64 rounding hides nothing.
    Weights whole = trained(PAIRS);
    Weights before = SeededWeights.of(new Network(Backbone.VGG16, new Pooling.Gem()), 1);
    double moved = apart(whole, before);
    assertThat(moved).isGreaterThan(1e-3);
    assertThat(apart(whole, trained(2)) / moved).isLessThan(1e-5);
    assertThat(apart(whole, trained(1)) / moved).isLessThan(1e-5);
  }

  /** Length of the difference of all weights. */
  private static double apart(Weights one, Weights other) {
    double squares = 0;
    for (String name : one.tensors().keySet()) {
      float[] a = one.get(name).values();
      float[] b = other.get(name).values();
      for (int i = 0; i < a.length; i++) {
        squares += Math.pow((double) a[i] - b[i], 2);
      }
    }
    return Math.sqrt(squares);
  }

  @Test
  void shouldLearnFromTheDrawnPairsAloneWhenTheOthersWeighNothing() {
    float[] psi = {0.9f, 0.1f, 0.6f, 0f};
    float[] targets = new float[PAIRS * PAIRS];
    float[] weights = new float[PAIRS * PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      targets[i * PAIRS + i] = psi[i];
      weights[i * PAIRS + i] = 1;
    }
    CrossPairs own = new CrossPairs(PAIRS, targets, weights);
    targets = targets.clone();
    weights = weights.clone();
    targets[1] = 1;
    weights[1] = 1;
    CrossPairs oneMore = new CrossPairs(PAIRS, targets, weights);
    double[] losses;
    Weights drawn;
    try (SiameseNetwork network = network(Backbone.RESNET18, Set.of())) {
      losses = network.accumulate(pictures(2), pictures(3), psi, PAIRS);
      network.step(0.1, 1);
      drawn = network.weights();
    }
    for (CrossPairs pairs : List.of(own, oneMore)) {
      try (SiameseNetwork network = network(Backbone.RESNET18, Set.of())) {
        assertThat(network.accumulate(pictures(2), pictures(3), pairs, PAIRS))
            .containsExactly(losses, within(1e-6));
        network.step(0.1, 1);
        float[] p = network.weights().get(Pooling.Gem.POWER).values();
        float[] expected = drawn.get(Pooling.Gem.POWER).values();
        if (pairs.equals(own)) {
          assertThat(p).containsExactly(expected, within(1e-6f));
        } else {
          assertThat(p[0]).isNotCloseTo(expected[0], within(1e-5f));
        }
      }
    }
  }

  private static Weights trained(int microBatch) {
    try (SiameseNetwork network = network(Backbone.VGG16, Set.of(), DataType.FLOAT64)) {
      step(network, microBatch);
      return network.weights();
    }
  }

  @Test
  void shouldLeaveFrozenLayersAsTheyAreButForTheirStatistics() {
    Weights before = SeededWeights.of(new Network(Backbone.RESNET18, new Pooling.Gem()), 1);
    try (SiameseNetwork network =
        network(Backbone.RESNET18, Backbone.RESNET18.frozenParameters(1))) {
      step(network, 2);
      Weights after = network.weights();
      assertThat(after.get("backbone.0.weight").values())
          .isEqualTo(before.get("backbone.0.weight").values());
      assertThat(after.get("backbone.6.1.conv2.weight").values())
          .isEqualTo(before.get("backbone.6.1.conv2.weight").values());
      assertThat(after.get("backbone.1.running_mean").values())
          .isNotEqualTo(before.get("backbone.1.running_mean").values());
      assertThat(after.get("backbone.7.1.conv2.weight").values())
          .isNotEqualTo(before.get("backbone.7.1.conv2.weight").values());
      assertThat(after.get("pool.p").values()).isNotEqualTo(before.get("pool.p").values());
    }
  }

  @Test
  void shouldHoldNoMoreNativeArraysAfterFurtherSteps() {
    try (SiameseNetwork network = network(Backbone.RESNET18, Set.of());
        NDManager root = PyTorch.start().newBaseManager(Device.cpu())) {
      step(network, 2);
      NDManager all = root.getParentManager();
      int held = all.getManagedArrays().size();
      step(network, 2);
      step(network, 2);
      assertThat(all.getManagedArrays()).hasSize(held);
      assertThat(held).isGreaterThan(100);
    }
  }
}
