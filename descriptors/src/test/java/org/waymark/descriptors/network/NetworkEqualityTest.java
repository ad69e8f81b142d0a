package org.waymark.descriptors.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.descriptors.engine.PyTorch;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

class NetworkEqualityTest {

  private static final float[] PIXELS = pixels();

  private static float[] pixels() {
    float[] pixels = new float[2 * 3 * 70 * 90];
    Random random = new Random(5);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameFoldedAndUnfoldedFromEveryBackbone(Backbone backbone) {
    check(new Network(backbone, new Pooling.Gem()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max", "avg", "netvlad"})
  void shouldGiveTheSameFoldedAndUnfoldedWithEveryPooling(String pooling) {
    check(new Network(Backbone.RESNET18, Pooling.named(pooling)));
  }

  private static void check(Network plan) {
    Weights weights = CheapWeights.of(plan, 3);
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu());
        FoldedNetwork folded = new FoldedNetwork(plan, weights, Precision.FLOAT32, manager)) {
      TrainableNetwork trainable = new TrainableNetwork(plan);
      trainable.load(weights, manager);
      NDArray x = manager.create(PIXELS, new Shape(2, 3, 70, 90));

      float[] expected =
          trainable
              .forward(new ParameterStore(manager, false), new NDList(x), false)
              .singletonOrThrow()
              .toFloatArray();

      assertThat(folded.forward(x).toFloatArray()).containsExactly(expected, within(1e-5f));
      assertThat(x.toFloatArray()).as("the caller's pictures").isEqualTo(PIXELS);
      assertThat(expected).hasSize(2 * plan.descriptorSize());
      assertThat(Arrays.copyOf(expected, plan.descriptorSize()))
          .as("the second picture's descriptor")
          .isNotEqualTo(Arrays.copyOfRange(expected, plan.descriptorSize(), expected.length));
    }
  }

  /** Fused convolutions are a third of the speed: a silent way round them would not be noticed. */
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void shouldHaveOneDnnOnCommonMachines() {
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu());
        Kernels kernels = new Kernels(manager)) {
      assertThat(kernels.oneDnn()).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESNET18", "DENSENET121", "MOBILENET_V2"})
  void shouldStayNearFloat32InBfloat16(Backbone backbone) {
    Network plan = new Network(backbone, new Pooling.Gem());
    Weights weights = CheapWeights.of(plan, 3);
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu());
        FoldedNetwork exact = new FoldedNetwork(plan, weights, Precision.FLOAT32, manager);
        FoldedNetwork rough = new FoldedNetwork(plan, weights, Precision.BFLOAT16, manager)) {
      NDArray x = manager.create(PIXELS, new Shape(2, 3, 70, 90));
      float[] expected = exact.forward(x).toFloatArray();
      float[] actual = rough.forward(x).toFloatArray();

      double product = 0;
      for (int i = 0; i < expected.length; i++) {
        product += (double) expected[i] * actual[i];
      }
      assertThat(product / 2).as("mean cosine").isGreaterThan(0.99);
      assertThat(actual).isNotEqualTo(expected);
    }
  }

  /** A step of the exponent changes the descriptor as its gradient says. */
  @Test
  void shouldLearnTheExponent() {
    Network plan = new Network(Backbone.MOBILENET_V2, new Pooling.Gem());
    Weights weights = CheapWeights.of(plan, 3);
    float step = 1e-2f;
    float slope = (loss(plan, power(weights, step)) - loss(plan, power(weights, -step))) / 2 / step;

    assertThat(gradient(plan, weights, Pooling.Gem.POWER)[0]).isCloseTo(slope, withinPercentage(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Pooling.NetVlad.CENTROIDS,
        Pooling.NetVlad.ASSIGNMENT,
        Pooling.NetVlad.ASSIGNMENT_BIAS,
        "backbone.0.weight"
      })
  void shouldLearnNetVlad(String parameter) {
    Network plan = new Network(Backbone.RESNET18, new Pooling.NetVlad(4));

    assertThat(gradient(plan, CheapWeights.of(plan, 3), parameter))
        .doesNotContain(Float.NaN)
        .matches(values -> IntStream.range(0, values.length).anyMatch(i -> values[i] != 0));
  }

  private static Weights power(Weights weights, float step) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    float power = weights.get(Pooling.Gem.POWER).values()[0];
    tensors.put(Pooling.Gem.POWER, Tensor.filled(List.of(1), power + step));
    return new Weights(tensors);
  }

  private static float loss(Network plan, Weights weights) {
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu())) {
      TrainableNetwork network = new TrainableNetwork(plan);
      network.load(weights, manager);
      return loss(network, manager).getFloat();
    }
  }

  private static float[] gradient(Network plan, Weights weights, String parameter) {
    try (NDManager manager = PyTorch.start().newBaseManager(Device.cpu());
        GradientCollector collector = PyTorch.start().newGradientCollector()) {
      TrainableNetwork network = new TrainableNetwork(plan);
      network.load(weights, manager);
      NDArray learned =
          Objects.requireNonNull(network.parametersByName().get(parameter)).getArray();
      learned.setRequiresGradient(true);
      collector.backward(loss(network, manager));
      return learned.getGradient().toFloatArray();
    }
  }

  /** The first numbers of the first descriptor, added up. */
  private static NDArray loss(TrainableNetwork network, NDManager manager) {
    NDArray x = manager.create(PIXELS, new Shape(2, 3, 70, 90));
    return network
        .forward(new ParameterStore(manager, false), new NDList(x), false)
        .singletonOrThrow()
        .get("0, 0:50")
        .sum();
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
