package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import org.waymark.descriptors.network.Layer.Convolution;

/** PyTorch's convolution on any device, and the activation in place behind it. */
final class PlainConvolution implements ReadyConvolution {

  private final Kernels kernels;
  private final NDArray kernel;
  private final NDArray bias;
  private final Shape stride;
  private final Shape padding;
  private final int groups;
  private final Activation activation;

  PlainConvolution(
      Convolution plan, NDArray kernel, NDArray bias, Activation activation, Kernels kernels) {
    this.kernels = kernels;
    this.kernel = kernel;
    this.bias = bias;
    stride = new Shape(plan.stride(), plan.stride());
    padding = new Shape(plan.padding(), plan.padding());
    groups = plan.groups();
    this.activation = activation;
  }

  @Override
  public NDArray apply(NDArray x) {
    return kernels.activateAndClose(convolve(x), activation);
  }

  @Override
  public NDArray addTo(NDArray sum, NDArray x) {
    NDArray y = convolve(x);
    y.addi(sum);
    sum.close();
    return kernels.activateAndClose(y, activation);
  }

  private NDArray convolve(NDArray x) {
    Shape dilation = new Shape(1, 1);
    return Conv2d.conv2d(x, kernel, bias, stride, padding, dilation, groups).singletonOrThrow();
  }
}
