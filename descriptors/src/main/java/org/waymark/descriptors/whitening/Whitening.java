package org.waymark.descriptors.whitening;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * A linear layer behind a network: {@code y = W x + b}, then L2 normalisation, as the GCL reference
 * applies it. From principal components, a row of W is an eigenvector over the square root of its
 * eigenvalue, and b is minus W times the mean.
 *
 * @param weight W: {@code [whitened][descriptor]}, no more rows than columns
 * @param bias b: {@code [whitened]}
 */
public record Whitening(Tensor weight, Tensor bias) {

  /** Name of W in a bundle. */
  public static final String WEIGHT = "whitening.weight";

  /** Name of b in a bundle. */
  public static final String BIAS = "whitening.bias";

  /** Name of W as the authors ship it, a 1x1 convolution. */
  public static final String LAYER_WEIGHT = "WPCA.0.weight";

  private static final String LAYER_BIAS = "WPCA.0.bias";

  public Whitening {
    if (weight.shape().size() != 2
        || !bias.shape().equals(List.of(weight.shape().getFirst()))
        || weight.shape().contains(0)) {
      throw new IllegalArgumentException(
          "whitening of %s with a bias of %s".formatted(weight.shape(), bias.shape()));
    }
    if (weight.shape().getFirst() > weight.shape().getLast()) {
      throw new IllegalArgumentException(
          "whitening that makes %d numbers of %d"
              .formatted(weight.shape().getFirst(), weight.shape().getLast()));
    }
  }

  /** Numbers in a descriptor before. */
  public int inputSize() {
    return weight.shape().getLast();
  }

  /** Numbers in a whitened descriptor. */
  public int size() {
    return weight.shape().getFirst();
  }

  /** Shapes of the two tensors that a bundle keeps. */
  public static Map<String, List<Integer>> parameterShapes(int inputSize, int size) {
    return Map.of(WEIGHT, List.of(size, inputSize), BIAS, List.of(size));
  }

  /** The tensors as a bundle keeps them. */
  public SequencedMap<String, Tensor> bundleTensors() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(WEIGHT, weight);
    tensors.put(BIAS, bias);
    return tensors;
  }

  /** The tensors as a 1x1 convolution, the authors' own form. */
  public Weights layerWeights() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(LAYER_WEIGHT, new Tensor(List.of(size(), inputSize(), 1, 1), weight.values()));
    tensors.put(LAYER_BIAS, bias);
    return new Weights(tensors);
  }

  /**
   * What a bundle's weights hold.
   *
   * @throws IllegalArgumentException when they hold none
   */
  public static Whitening ofBundle(Weights weights) {
    return new Whitening(weights.get(WEIGHT), weights.get(BIAS));
  }

  /** Weights without those of a whitening layer. */
  public static Weights without(Weights weights) {
    SequencedMap<String, Tensor> rest = new LinkedHashMap<>(weights.tensors());
    List.of(WEIGHT, BIAS, LAYER_WEIGHT, LAYER_BIAS).forEach(rest::remove);
    return new Weights(rest);
  }

  /**
   * The whitening layer of a checkpoint, as the authors ship it or as we export it: a linear layer
   * or a 1x1 convolution.
   *
   * @param source the checkpoint's name, for messages
   * @throws WaymarkException when half of it is there, or it is no such layer
   */
  public static Optional<Whitening> ofCheckpoint(Weights weights, String source) {
    for (List<String> names : List.of(List.of(LAYER_WEIGHT, LAYER_BIAS), List.of(WEIGHT, BIAS))) {
      Tensor weight = weights.tensors().get(names.getFirst());
      Tensor bias = weights.tensors().get(names.getLast());
      if (weight != null || bias != null) {
        return Optional.of(checked(weight, bias, names, source));
      }
    }
    return Optional.empty();
  }

  private static Whitening checked(
      @Nullable Tensor weight, @Nullable Tensor bias, List<String> names, String source) {
    if (weight == null || bias == null) {
      throw new WaymarkException(
          "%s lacks %s of its whitening layer"
              .formatted(source, weight == null ? names.getFirst() : names.getLast()));
    }
    List<Integer> shape = weight.shape();
    boolean convolution = shape.size() == 4 && shape.get(2) == 1 && shape.get(3) == 1;
    try {
      return new Whitening(
          convolution ? new Tensor(shape.subList(0, 2), weight.values()) : weight, bias);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "%s: %s of %s and %s of %s are no whitening layer, [N, descriptor size] and [N] with N at most the descriptor size"
              .formatted(source, names.getFirst(), shape, names.getLast(), bias.shape()),
          e);
    }
  }
}
