package org.waymark.descriptors.network;

import java.util.List;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * A convolution with its batch norm folded in: with running statistics fixed, {@code gamma * (w * x
 * - mean) / sqrt(var + eps) + beta} is again a convolution with a bias. Computed in double, rounded
 * once.
 *
 * @param kernel {@code [out][in][row][column]}
 * @param bias {@code [out]}
 */
record FoldedConv(Tensor kernel, Tensor bias) {

  static FoldedConv of(ConvUnit unit, Weights weights) {
    float[] kernel = weights.get(unit.conv() + ".weight").values();
    float[] gamma = weights.get(unit.norm() + ".weight").values();
    float[] beta = weights.get(unit.norm() + ".bias").values();
    float[] mean = weights.get(unit.norm() + ".running_mean").values();
    float[] variance = weights.get(unit.norm() + ".running_var").values();
    float[] folded = new float[kernel.length];
    float[] bias = new float[unit.out()];
    int filter = kernel.length / unit.out();
    for (int out = 0; out < unit.out(); out++) {
      double scale = gamma[out] / Math.sqrt((double) variance[out] + ResNet.NORM_EPSILON);
      for (int i = out * filter; i < (out + 1) * filter; i++) {
        folded[i] = (float) (kernel[i] * scale);
      }
      bias[out] = (float) (beta[out] - mean[out] * scale);
    }
    return new FoldedConv(
        new Tensor(unit.kernelShape(), folded), new Tensor(List.of(unit.out()), bias));
  }

  /** The kernel reordered to {@code [out][row][column][in]}. */
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
