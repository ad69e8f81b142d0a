package org.waymark.descriptors.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.network.Layer.BatchNorm;
import org.waymark.descriptors.network.Layer.Convolution;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * A convolution with the batch norm behind it folded in: with running statistics fixed, {@code
 * gamma * (w * x + b - mean) / sqrt(var + eps) + beta} is again a convolution with a bias. Computed
 * in double, rounded once.
 *
 * @param kernel {@code [out][in / groups][row][column]}
 * @param bias {@code [out]}
 */
record FoldedConv(Tensor kernel, Tensor bias) {

  static FoldedConv of(Convolution conv, @Nullable BatchNorm norm, Weights weights) {
    Tensor kernel = weights.get(conv.name() + ".weight");
    Tensor bias =
        conv.bias() ? weights.get(conv.name() + ".bias") : Tensor.filled(List.of(conv.out()), 0f);
    return norm == null
        ? new FoldedConv(kernel, bias)
        : folded(kernel, bias, FoldedNorm.of(norm, weights));
  }

  private static FoldedConv folded(Tensor kernel, Tensor bias, FoldedNorm norm) {
    int outs = bias.values().length;
    float[] values = new float[kernel.values().length];
    float[] biases = new float[outs];
    int filter = values.length / outs;
    for (int out = 0; out < outs; out++) {
      double scale = norm.scale()[out];
      for (int i = out * filter; i < (out + 1) * filter; i++) {
        values[i] = (float) (kernel.values()[i] * scale);
      }
      biases[out] = (float) (norm.shift()[out] + bias.values()[out] * scale);
    }
    return new FoldedConv(new Tensor(kernel.shape(), values), new Tensor(bias.shape(), biases));
  }

  /** The kernel reordered to {@code [out][row][column][in / groups]}. */
  float[] kernelChannelsLast() {
    int out = kernel.shape().get(0);
    int in = kernel.shape().get(1);
    int area = kernel.shape().get(2) * kernel.shape().get(3);
    float[] source = kernel.values();
    float[] target = new float[source.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int p = 0; p < area; p++) {
          target[(o * area + p) * in + i] = source[(o * in + i) * area + p];
        }
      }
    }
    return target;
  }
}
