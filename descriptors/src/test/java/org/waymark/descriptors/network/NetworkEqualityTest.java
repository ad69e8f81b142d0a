package org.waymark.descriptors.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.descriptors.engine.PyTorch;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

class NetworkEqualityTest {

  @ParameterizedTest
  @EnumSource(names = {"RESNET18", "RESNET50"})
  void shouldGiveTheSameFoldedAndUnfolded(Backbone backbone) {
    Network plan = new Network(backbone, new Pooling.Gem());
    Weights weights = PerturbedWeights.of(plan, 3);
    float[] pixels = new float[2 * 3 * 70 * 90];
    Random random = new Random(5);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu());
        FoldedNetwork folded = new FoldedNetwork(plan, weights, Precision.FLOAT32, manager)) {
      TrainableNetwork trainable = new TrainableNetwork(plan);
      trainable.load(weights, manager);
      NDArray x = manager.create(pixels, new Shape(2, 3, 70, 90));

      float[] expected =
          trainable
              .forward(new ParameterStore(manager, false), new NDList(x), false)
              .singletonOrThrow()
              .toFloatArray();

      assertThat(folded.forward(x).toFloatArray()).containsExactly(expected, within(1e-5f));
      assertThat(expected).hasSize(2 * plan.descriptorSize());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESNET18"})
  void shouldGiveBackTheWeightsThatItWasGiven(Backbone backbone) {
    Network plan = new Network(backbone, new Pooling.Gem());
    Weights weights = PerturbedWeights.of(plan, 4);
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu())) {
      TrainableNetwork trainable = new TrainableNetwork(plan);
      trainable.load(SeededWeights.of(plan, 4), manager);
      trainable.load(weights, manager);

      Weights back = trainable.weights();

      assertThat(back.tensors().keySet()).isEqualTo(weights.tensors().keySet());
      weights
          .tensors()
          .forEach(
              (name, tensor) -> {
                Tensor other = back.get(name);
                assertThat(other.shape()).as(name).isEqualTo(tensor.shape());
                assertThat(other.values()).as(name).isEqualTo(tensor.values());
              });
    }
  }
}
