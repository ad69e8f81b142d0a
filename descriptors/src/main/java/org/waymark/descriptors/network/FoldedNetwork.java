package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.HashMap;
import java.util.Map;
import org.waymark.descriptors.weights.Weights;

/**
 * A network for inference only: batch norms folded into the convolutions, weights in channels-last
 * order.
 *
 * <p>Holds native memory until closed. Not safe for use by two threads at once. Every array that
 * {@link #forward} makes belongs to the input's manager, so that one sub-manager per call keeps
 * memory flat:
 *
 * <pre>{@code
 * try (NDManager step = manager.newSubManager()) {
 *   float[] descriptor = network.forward(step.create(...)).toFloatArray();
 * }
 * }</pre>
 */
public final class FoldedNetwork implements AutoCloseable {

  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape THREE = new Shape(3, 3);
  private static final float NORM_FLOOR = 1e-12f;

  private record Native(NDArray kernel, NDArray bias, Shape stride, Shape padding) {}

  private final ResNet plan;
  private final NDManager manager;
  private final Map<String, Native> convolutions = new HashMap<>();
  private final float poolPower;

  /**
   * Folds and copies the weights to the parent's device.
   *
   * @param weights every parameter of {@code plan}
   */
  public FoldedNetwork(ResNet plan, Weights weights, NDManager parent) {
    this.plan = plan;
    manager = parent.newSubManager();
    poolPower = weights.get(ResNet.POOL_POWER).values()[0];
    for (ConvUnit unit : plan.units()) {
      FoldedConv folded = FoldedConv.of(unit, weights);
      NDArray kernel =
          manager
              .create(
                  folded.kernelChannelsLast(),
                  new Shape(unit.out(), unit.kernel(), unit.kernel(), unit.in()))
              .transpose(0, 3, 1, 2);
      NDArray bias = manager.create(folded.bias().values());
      convolutions.put(
          unit.conv(),
          new Native(
              kernel,
              bias,
              new Shape(unit.stride(), unit.stride()),
              new Shape(unit.padding(), unit.padding())));
    }
  }

  /**
   * Describes a batch.
   *
   * @param pictures {@code [batch][3][height][width]}, normalised; fastest when channels lie
   *     innermost in memory
   * @return {@code [batch][descriptor]}, L2-normalised
   */
  public NDArray forward(NDArray pictures) {
    NDArray x = relu(convolve(plan.stem(), pictures));
    x = Pool.maxPool2d(x, THREE, TWO, ONE, false);
    for (Residual residual : plan.residuals()) {
      NDArray y = x;
      for (int i = 0; i < residual.path().size(); i++) {
        y = convolve(residual.path().get(i), i == 0 ? y : relu(y));
      }
      x =
          relu(
              y.addi(residual.shortcut().isPresent() ? convolve(residual.shortcut().get(), x) : x));
    }
    x = x.clip(ResNet.POOL_EPSILON, Float.MAX_VALUE).pow(poolPower);
    Shape shape = x.getShape();
    x = x.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2}).pow(1f / poolPower);
    return x.div(x.norm(new int[] {1}, true).clip(NORM_FLOOR, Float.MAX_VALUE));
  }

  private NDArray convolve(ConvUnit unit, NDArray x) {
    Native conv = convolutions.get(unit.conv());
    if (conv == null) {
      throw new IllegalStateException("no convolution " + unit.conv());
    }
    return Conv2d.conv2d(x, conv.kernel(), conv.bias(), conv.stride(), conv.padding())
        .singletonOrThrow();
  }

  private static NDArray relu(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  @Override
  public void close() {
    manager.close();
  }
}
