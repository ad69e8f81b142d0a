package org.waymark.descriptors.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.waymark.descriptors.network.Layer.BatchNorm;
import org.waymark.descriptors.network.Layer.Convolution;
import org.waymark.descriptors.network.Pooling.Gem;
import org.waymark.descriptors.network.Pooling.NetVlad;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * The starting weights of a network, the same on every machine for the same seed.
 *
 * <p>As torchvision starts its networks: convolutions from a normal distribution with variance 2 /
 * fan (He et al. 2015), where the fan is {@code out * kernel area}, in DenseNets {@code in / groups
 * * kernel area}; batch norms at the identity, biases at zero. NetVLAD's centroids are random
 * directions, its assignment the softmax of {@code -alpha * |x - c|^2} (equation 3 of its paper).
 *
 * <p>The numbers come from {@link Random}, whose algorithms, {@code nextGaussian} included, are
 * part of Java's specification; an engine's own generator differs between versions and devices.
 */
public final class SeededWeights {

  /** Makes assignments of random centroids nearly hard, as the paper asks. */
  private static final float ALPHA = 100f;

  private final Network network;
  private final Random random;
  private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();

  private SeededWeights(Network network, long seed) {
    this.network = network;
    random = new Random(seed);
  }

  /** Draws all parameters from one generator, in the order of the network's parameters. */
  public static Weights of(Network network, long seed) {
    SeededWeights seeded = new SeededWeights(network, seed);
    for (Layer layer : network.backbone().layer().leaves()) {
      switch (layer) {
        case Convolution conv -> seeded.add(conv);
        case BatchNorm norm -> seeded.add(norm);
        default -> {}
      }
    }
    switch (network.pooling()) {
      case Gem() -> seeded.tensors.put(Gem.POWER, Tensor.filled(List.of(1), Gem.INITIAL_POWER));
      case NetVlad vlad -> seeded.add(vlad);
      case Pooling.Max(), Pooling.Average() -> {}
    }
    return new Weights(seeded.tensors);
  }

  private void add(Convolution conv) {
    int fan =
        network.backbone().family() == Backbone.Family.DENSENET
            ? conv.in() / conv.groups()
            : conv.out();
    double deviation = Math.sqrt(2.0 / ((double) fan * conv.kernel() * conv.kernel()));
    float[] values = new float[Math.toIntExact(Tensor.count(conv.kernelShape()))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    tensors.put(conv.name() + ".weight", new Tensor(conv.kernelShape(), values));
    if (conv.bias()) {
      tensors.put(conv.name() + ".bias", Tensor.filled(List.of(conv.out()), 0f));
    }
  }

  private void add(BatchNorm norm) {
    List<Integer> channels = List.of(norm.channels());
    tensors.put(norm.name() + ".weight", Tensor.filled(channels, 1f));
    tensors.put(norm.name() + ".bias", Tensor.filled(channels, 0f));
    tensors.put(norm.name() + ".running_mean", Tensor.filled(channels, 0f));
    tensors.put(norm.name() + ".running_var", Tensor.filled(channels, 1f));
  }

  /** With |c| = 1, {@code -alpha |x - c|^2} is {@code 2 alpha c x - alpha} and what is common. */
  private void add(NetVlad vlad) {
    int channels = network.backbone().channels();
    int clusters = vlad.clusters();
    float[] centroids = new float[clusters * channels];
    float[] assignment = new float[centroids.length];
    for (int cluster = 0; cluster < clusters; cluster++) {
      double[] direction = new double[channels];
      double squares = 0;
      for (int i = 0; i < channels; i++) {
        direction[i] = random.nextGaussian();
        squares += direction[i] * direction[i];
      }
      double length = Math.sqrt(squares);
      for (int i = 0; i < channels; i++) {
        int at = cluster * channels + i;
        centroids[at] = (float) (direction[i] / length);
        assignment[at] = 2 * ALPHA * centroids[at];
      }
    }
    tensors.put(NetVlad.CENTROIDS, new Tensor(List.of(clusters, channels), centroids));
    tensors.put(NetVlad.ASSIGNMENT, new Tensor(List.of(clusters, channels, 1, 1), assignment));
    tensors.put(NetVlad.ASSIGNMENT_BIAS, Tensor.filled(List.of(clusters), -ALPHA));
  }
}
