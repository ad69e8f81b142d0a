package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
 * into it, any other becomes a scale and a shift.
 */
final class Folding {

  private final Weights weights;
  private final NDManager manager;

  /**
   * Prepares to fold.
   *
   * @param manager owns the weights' copies
   */
  Folding(Weights weights, NDManager manager) {
    this.weights = weights;
    this.manager = manager;
  }

  FoldedLayer fold(Layer layer) {
    return switch (layer) {
      case Sequence sequence -> FoldedLayer.sequence(foldAll(flattened(sequence)));
      case Residual residual -> residual(residual);
      case DenseBlock block -> denseBlock(block);
      case Convolution conv -> convolution(conv, null);
      case BatchNorm norm -> norm(norm);
      case Relu() -> x -> x.getNDArrayInternal().relu();
      case Relu6() -> x -> x.clip(0, 6);
      case MaxPool(int kernel, int stride, int padding) ->
          x -> Pool.maxPool2d(x, square(kernel), square(stride), square(padding), false);
      case AveragePool(int kernel, int stride) ->
          x -> Pool.avgPool2d(x, square(kernel), square(stride), square(0), false, false);
    };
  }

  private static List<Layer> flattened(Sequence sequence) {
    return sequence.layers().stream()
        .flatMap(
            layer -> layer instanceof Sequence inner ? flattened(inner).stream() : Stream.of(layer))
        .toList();
  }

  private List<FoldedLayer> foldAll(List<Layer> layers) {
    List<FoldedLayer> folded = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Convolution conv
          && i + 1 < layers.size()
          && layers.get(i + 1) instanceof BatchNorm norm) {
        folded.add(convolution(conv, norm));
        i++;
      } else {
        folded.add(fold(layers.get(i)));
      }
    }
    return folded;
  }

  private FoldedLayer convolution(Convolution conv, @Nullable BatchNorm norm) {
    FoldedConv folded = FoldedConv.of(conv, norm, weights);
    NDArray kernel =
        manager
            .create(
                folded.kernelChannelsLast(),
                new Shape(conv.out(), conv.kernel(), conv.kernel(), conv.in() / conv.groups()))
            .transpose(0, 3, 1, 2);
    NDArray bias = manager.create(folded.bias().values());
    Shape stride = square(conv.stride());
    Shape padding = square(conv.padding());
    Shape dilation = square(1);
    return x ->
        Conv2d.conv2d(x, kernel, bias, stride, padding, dilation, conv.groups()).singletonOrThrow();
  }

  private FoldedLayer norm(BatchNorm norm) {
    FoldedNorm folded = FoldedNorm.of(norm, weights);
    NDArray scale = perChannel(folded.scale());
    NDArray shift = perChannel(folded.shift());
    return x -> x.mul(scale).addi(shift);
  }

  private NDArray perChannel(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return manager.create(floats, new Shape(1, values.length, 1, 1));
  }

  private FoldedLayer residual(Residual residual) {
    FoldedLayer path = fold(residual.path());
    FoldedLayer shortcut = fold(residual.shortcut());
    return x -> {
      NDArray y = path.apply(x);
      NDArray z = shortcut.apply(x);
      y.addi(z);
      FoldedLayer.closeUnlessSame(z, x);
      return y;
    };
  }

  private FoldedLayer denseBlock(DenseBlock block) {
    List<FoldedLayer> paths = block.paths().stream().map(this::fold).toList();
    return input -> {
      NDArray all = input;
      for (FoldedLayer path : paths) {
        NDArray added = path.apply(all);
        NDArray joined = all.concat(added, 1);
        added.close();
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
