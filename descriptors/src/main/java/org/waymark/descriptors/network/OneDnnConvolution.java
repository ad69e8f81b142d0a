package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.engine.Script;
import org.waymark.descriptors.network.Layer.Convolution;

/**
 * oneDNN's convolution, which adds and activates before it writes: each pass over memory that is
 * saved counts. The kernel is brought into oneDNN's own order at the first call, for that order
 * depends on the input's size; any other size still gives right results.
 */
final class OneDnnConvolution implements ReadyConvolution {

  private final Script script;
  private final NDManager manager;
  private final Activation activation;
  private final IValue biases;
  private final IValue padding;
  private final IValue stride;
  private final IValue groups;
  private NDArray kernel;
  private @Nullable IValue packed;

  OneDnnConvolution(
      Convolution plan, NDArray kernel, NDArray bias, Activation activation, Script script) {
    this.script = script;
    this.kernel = kernel;
    this.activation = activation;
    manager = kernel.getManager();
    biases = Script.argument(bias);
    padding = IValue.listFrom(plan.padding(), plan.padding());
    stride = IValue.listFrom(plan.stride(), plan.stride());
    groups = IValue.from((long) plan.groups());
  }

  @Override
  public NDArray apply(NDArray x) {
    String method =
        switch (activation) {
          case NONE -> "convolve";
          case RELU -> "convolve_relu";
          case RELU6 -> "convolve_relu6";
        };
    try (IValue input = Script.argument(x)) {
      return script.run(method, x.getManager(), input, packed(x), biases, padding, stride, groups);
    }
  }

  @Override
  public NDArray addTo(NDArray sum, NDArray x) {
    String method =
        switch (activation) {
          case NONE -> "add_convolved_";
          case RELU -> "add_convolved_relu_";
          case RELU6 -> throw new IllegalStateException("no plan has ReLU6 behind a sum");
        };
    try (IValue target = Script.argument(sum);
        IValue input = Script.argument(x)) {
      return script.run(
          method, x.getManager(), target, input, packed(x), biases, padding, stride, groups);
    } finally {
      sum.close();
    }
  }

  private IValue packed(NDArray x) {
    if (packed == null) {
      Shape shape = x.getShape();
      try (IValue plain = Script.argument(kernel);
          IValue size = IValue.listFrom(shape.getShape())) {
        NDArray reordered = script.run("pack", manager, plain, padding, stride, groups, size);
        kernel.close();
        kernel = reordered;
      }
      packed = Script.argument(kernel);
    }
    return packed;
  }

  /** Frees the arguments; the arrays belong to the network's manager. */
  void close() {
    Stream.of(biases, padding, stride, groups).forEach(IValue::close);
    if (packed != null) {
      packed.close();
    }
  }
}
