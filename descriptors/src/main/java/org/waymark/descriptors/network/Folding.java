package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.engine.Script;
import org.waymark.descriptors.network.Layer.AveragePool;
import org.waymark.descriptors.network.Layer.BatchNorm;
import org.waymark.descriptors.network.Layer.Convolution;
import org.waymark.descriptors.network.Layer.DenseBlock;
import org.waymark.descriptors.network.Layer.MaxPool;
import org.waymark.descriptors.network.Layer.Relu;
import org.waymark.descriptors.network.Layer.Relu6;
import org.waymark.descriptors.network.Layer.Residual;
import org.waymark.descriptors.network.Layer.Sequence;
import org.waymark.descriptors.weights.Weights;

/**
 * Turns a plan and its weights into layers that run: a batch norm behind a convolution is folded
 * into it, any other becomes a scale and a shift; activations and sums join what they follow.
 */
final class Folding {

  private final Weights weights;
  private final Kernels kernels;
  private final Precision precision;
  private final NDManager manager;
  private final Collection<Runnable> closers;

  /**
   * Prepares to fold.
   *
   * @param manager owns the weights' copies
   * @param closers takes what is to be done when the network is closed
   */
  Folding(
      Weights weights,
      Kernels kernels,
      Precision precision,
      NDManager manager,
      Collection<Runnable> closers) {
    this.weights = weights;
    this.kernels = kernels;
    this.precision = precision;
    this.manager = manager;
    this.closers = closers;
  }

  FoldedLayer fold(Layer layer) {
    return FoldedLayer.sequence(foldAll(flattened(layer)));
  }

  private static List<Layer> flattened(Layer layer) {
    return layer instanceof Sequence(List<Layer> layers)
        ? layers.stream().flatMap(inner -> flattened(inner).stream()).toList()
        : List.of(layer);
  }

  private List<FoldedLayer> foldAll(List<Layer> layers) {
    Deque<Layer> rest = new ArrayDeque<>(layers);
    List<FoldedLayer> folded = new ArrayList<>();
    while (!rest.isEmpty()) {
      folded.add(
          switch (rest.remove()) {
            case Convolution conv -> convolution(conv, takeNorm(rest), takeActivation(rest));
            case BatchNorm norm -> scaleAndShift(norm, takeActivation(rest));
            case Residual residual -> residual(residual, takeActivation(rest));
            case DenseBlock block -> denseBlock(block);
            case Relu() -> x -> x.getNDArrayInternal().relu();
            case Relu6() -> x -> x.clip(0, 6);
            case MaxPool(int kernel, int stride, int padding) ->
                x -> Pool.maxPool2d(x, square(kernel), square(stride), square(padding), false);
            case AveragePool(int kernel, int stride) ->
                x -> Pool.avgPool2d(x, square(kernel), square(stride), square(0), false, false);
            case Sequence sequence -> fold(sequence);
          });
    }
    return folded;
  }

  private static @Nullable BatchNorm takeNorm(Deque<Layer> rest) {
    return rest.peek() instanceof BatchNorm ? (BatchNorm) rest.remove() : null;
  }

  private static Activation takeActivation(Deque<Layer> rest) {
    Activation activation =
        switch (rest.peek()) {
          case Relu() -> Activation.RELU;
          case Relu6() -> Activation.RELU6;
          case null, default -> Activation.NONE;
        };
    if (activation != Activation.NONE) {
      rest.remove();
    }
    return activation;
  }

  private ReadyConvolution convolution(
      Convolution conv, @Nullable BatchNorm norm, Activation activation) {
    FoldedConv folded = FoldedConv.of(conv, norm, weights);
    Shape channelsLast =
        new Shape(conv.out(), conv.kernel(), conv.kernel(), conv.in() / conv.groups());
    NDArray kernel =
        cast(manager.create(folded.kernelChannelsLast(), channelsLast)).transpose(0, 3, 1, 2);
    NDArray bias = cast(manager.create(folded.bias().values()));
    if (kernels.oneDnn().isEmpty()) {
      return new PlainConvolution(conv, kernel, bias, activation, kernels);
    }
    OneDnnConvolution ready =
        new OneDnnConvolution(conv, kernel, bias, activation, kernels.oneDnn().get());
    closers.add(ready::close);
    return ready;
  }

  private FoldedLayer scaleAndShift(BatchNorm norm, Activation activation) {
    FoldedNorm folded = FoldedNorm.of(norm, weights);
    IValue scale = perChannel(folded.scale());
    IValue shift = perChannel(folded.shift());
    return x -> kernels.scaleAndShift(x, scale, shift, activation);
  }

  private IValue perChannel(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    IValue argument =
        Script.argument(cast(manager.create(floats, new Shape(1, values.length, 1, 1))));
    closers.add(argument::close);
    return argument;
  }

  private NDArray cast(NDArray array) {
    if (precision == Precision.FLOAT32) {
      return array;
    }
    try (array) {
      return kernels.cast(array, precision, manager);
    }
  }

  /** The path's last convolution adds its result to the shortcut's, or to the input itself. */
  private FoldedLayer residual(Residual residual, Activation activation) {
    List<Layer> path = flattened(residual.path());
    int last = path.size() - 1;
    BatchNorm norm = path.get(last) instanceof BatchNorm behind ? behind : null;
    int tail = norm == null ? last : last - 1;
    if (!(path.get(tail) instanceof Convolution conv)) {
      throw new IllegalArgumentException("a residual's path ends with a convolution");
    }
    FoldedLayer head = FoldedLayer.sequence(foldAll(path.subList(0, tail)));
    ReadyConvolution end = convolution(conv, norm, activation);
    FoldedLayer shortcut = fold(residual.shortcut());
    return x -> {
      try (NDArray y = head.apply(x)) {
        return end.addTo(shortcut.apply(x), y);
      }
    };
  }

  private FoldedLayer denseBlock(DenseBlock block) {
    List<FoldedLayer> paths = block.paths().stream().map(this::fold).toList();
    return input -> {
      NDArray all = input;
      for (FoldedLayer path : paths) {
        NDArray joined;
        try (NDArray added = path.apply(all)) {
          joined = all.concat(added, 1);
        }
        FoldedLayer.closeUnlessSame(all, input);
        all = joined;
      }
      return all;
    };
  }

  private static Shape square(int side) {
    return new Shape(side, side);
  }
}
