package org.waymark.descriptors.network;

import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/** Random weights whose batch norms and pooling are not at rest, as after training. */
public final class PerturbedWeights {

  private PerturbedWeights() {}

  /** Seeded convolutions, norms drawn around the identity, and an exponent of 2.5. */
  public static Weights of(Network network, long seed) {
    Random random = new Random(seed);
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    SeededWeights.of(network, seed)
        .tensors()
        .forEach((name, tensor) -> tensors.put(name, perturbed(name, tensor, random)));
    return new Weights(tensors);
  }

  private static Tensor perturbed(String name, Tensor tensor, Random random) {
    float[] values = tensor.values().clone();
    if (name.equals(Pooling.Gem.POWER)) {
      values[0] = 2.5f;
    } else if (tensor.shape().size() == 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] += (name.endsWith("running_var") ? 0.5f : 0.2f) * random.nextFloat();
      }
    }
    return new Tensor(tensor.shape(), values);
  }
}
