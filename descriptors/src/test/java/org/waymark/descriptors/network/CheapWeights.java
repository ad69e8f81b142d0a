package org.waymark.descriptors.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * Weights of large networks in little time: kernels are cut from one table of normal numbers, norms
 * are not at rest.
 */
final class CheapWeights {

  /** A prime, so that filters do not repeat. */
  private static final int TABLE = 65_537;

  private CheapWeights() {}

  static Weights of(Network network, long seed) {
    Random random = new Random(seed);
    float[] table = new float[TABLE];
    for (int i = 0; i < TABLE; i++) {
      table[i] = (float) random.nextGaussian();
    }
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    network
        .parameterShapes()
        .forEach((name, shape) -> tensors.put(name, tensor(name, shape, table, random)));
    return new Weights(tensors);
  }

  private static Tensor tensor(String name, List<Integer> shape, float[] table, Random random) {
    float[] values = new float[Math.toIntExact(Tensor.count(shape))];
    boolean vector = shape.size() == 1;
    float centre = vector && !name.endsWith("bias") && !name.endsWith("mean") ? 1f : 0f;
    double scale = vector ? 0.2 : Math.sqrt(2.0 * shape.getFirst() / values.length);
    int at = random.nextInt(TABLE);
    for (int i = 0; i < values.length; i++, at = at + 1 == TABLE ? 0 : at + 1) {
      values[i] = (float) (centre + scale * (vector ? Math.abs(table[at]) : table[at]));
    }
    return new Tensor(shape, values);
  }
}
