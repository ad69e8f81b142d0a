package org.waymark.descriptors.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * The starting weights of a network, the same on every machine for the same seed.
 *
 * <p>As torchvision starts a ResNet: convolutions from a normal distribution with variance 2 / (out
 * * kernel area) (He et al. 2015, fan-out), batch norms at the identity. The numbers come from
 * {@link Random}, whose algorithms, {@code nextGaussian} included, are part of Java's
 * specification; an engine's own generator differs between versions and devices.
 */
public final class SeededWeights {

  private SeededWeights() {}

  /** Draws all convolutions from one generator, in the order of the network's parameters. */
  public static Weights of(ResNet network, long seed) {
    Random random = new Random(seed);
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (ConvUnit unit : network.units()) {
      tensors.put(unit.conv() + ".weight", kaiming(unit, random));
      List<Integer> channels = List.of(unit.out());
      tensors.put(unit.norm() + ".weight", Tensor.filled(channels, 1f));
      tensors.put(unit.norm() + ".bias", Tensor.filled(channels, 0f));
      tensors.put(unit.norm() + ".running_mean", Tensor.filled(channels, 0f));
      tensors.put(unit.norm() + ".running_var", Tensor.filled(channels, 1f));
    }
    tensors.put(ResNet.POOL_POWER, Tensor.filled(List.of(1), ResNet.INITIAL_POOL_POWER));
    return new Weights(tensors);
  }

  private static Tensor kaiming(ConvUnit unit, Random random) {
    double deviation = Math.sqrt(2.0 / ((double) unit.out() * unit.kernel() * unit.kernel()));
    float[] values = new float[Math.toIntExact(Tensor.count(unit.kernelShape()))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return new Tensor(unit.kernelShape(), values);
  }
}
