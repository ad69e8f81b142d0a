package org.waymark.descriptors.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * One step of a backbone, as a plan: what it computes and how its parameters are called, without
 * their numbers. {@link TrainableNetwork} and {@link FoldedNetwork} interpret the same tree.
 *
 * <p>All layers take and give {@code [batch][channel][row][column]}. Names are complete, e.g.
 * {@code backbone.4.0.conv1}.
 */
public sealed interface Layer {

  /**
   * A convolution with a square kernel.
   *
   * @param in channels in
   * @param out channels out
   * @param kernel side of the kernel in pixels
   * @param stride in pixels
   * @param padding zeros on each side, in pixels
   * @param groups of channels that are convolved apart; {@code in} of them: depthwise
   * @param bias whether a number is added to each channel out
   */
  record Convolution(
      String name, int in, int out, int kernel, int stride, int padding, int groups, boolean bias)
      implements Layer {

    /** Without groups or bias, as before a batch norm. */
    static Convolution plain(String name, int in, int out, int kernel, int stride, int padding) {
      return new Convolution(name, in, out, kernel, stride, padding, 1, false);
    }

    /** Shape of the weight: {@code [out][in / groups][row][column]}. */
    public List<Integer> kernelShape() {
      return List.of(out, in / groups, kernel, kernel);
    }
  }

  /** A batch norm: per channel, {@code weight * (x - mean) / sqrt(variance + epsilon) + bias}. */
  record BatchNorm(String name, int channels) implements Layer {

    /** Added to the running variance. */
    public static final float EPSILON = 1e-5f;
  }

  /** {@code max(x, 0)}. */
  record Relu() implements Layer {}

  /** {@code min(max(x, 0), 6)}. */
  record Relu6() implements Layer {}

  /** The greatest value of each square window; padding never wins. */
  record MaxPool(int kernel, int stride, int padding) implements Layer {}

  /** The mean of each square window, without padding. */
  record AveragePool(int kernel, int stride) implements Layer {}

  /** Layers one after the other. */
  record Sequence(List<Layer> layers) implements Layer {

    public Sequence {
      layers = List.copyOf(layers);
    }

    static Sequence of(Layer... layers) {
      return new Sequence(List.of(layers));
    }
  }

  /**
   * The path's output added to the shortcut's, both of the same input.
   *
   * @param shortcut empty where the input itself is added
   */
  record Residual(Sequence path, Sequence shortcut) implements Layer {}

  /** Paths of which each sees the block's input and all earlier outputs, joined by channels. */
  record DenseBlock(List<Sequence> paths) implements Layer {

    public DenseBlock {
      paths = List.copyOf(paths);
    }
  }

  /** Shape by name of this layer's parameters, running statistics included, in torch's order. */
  default SequencedMap<String, List<Integer>> parameterShapes() {
    SequencedMap<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (Layer layer : leaves()) {
      switch (layer) {
        case Convolution conv -> {
          shapes.put(conv.name() + ".weight", conv.kernelShape());
          if (conv.bias()) {
            shapes.put(conv.name() + ".bias", List.of(conv.out()));
          }
        }
        case BatchNorm norm ->
            List.of("weight", "bias", "running_mean", "running_var")
                .forEach(part -> shapes.put(norm.name() + "." + part, List.of(norm.channels())));
        default -> {}
      }
    }
    return shapes;
  }

  /** The layers without layers inside, in torch's order. */
  default List<Layer> leaves() {
    return switch (this) {
      case Sequence sequence ->
          sequence.layers().stream().flatMap(layer -> layer.leaves().stream()).toList();
      case Residual residual ->
          Stream.of(residual.path(), residual.shortcut())
              .flatMap(layer -> layer.leaves().stream())
              .toList();
      case DenseBlock block ->
          block.paths().stream().flatMap(layer -> layer.leaves().stream()).toList();
      default -> List.of(this);
    };
  }
}
