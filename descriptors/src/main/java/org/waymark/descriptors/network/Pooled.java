package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.function.Function;
import org.waymark.descriptors.network.Pooling.Gem;
import org.waymark.descriptors.network.Pooling.NetVlad;

/**
 * Pools feature maps into descriptors, for training and inference alike. Every operation starts
 * from the activation, never from a parameter: its result belongs to the left operand's manager, so
 * that it is freed with the step.
 */
final class Pooled {

  private static final float LENGTH_FLOOR = 1e-12f;
  private static final Shape ONE_BY_ONE = new Shape(1, 1);

  private Pooled() {}

  /**
   * Descriptors of a batch.
   *
   * @param x {@code [batch][channel][row][column]}
   * @param parameters arrays by name
   * @return {@code [batch][number]}, L2-normalised
   */
  static NDArray of(Pooling pooling, NDArray x, Function<String, NDArray> parameters) {
    NDArray flat = x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
    NDArray pooled =
        switch (pooling) {
          case Pooling.Max() -> flat.max(new int[] {2});
          case Pooling.Average() -> flat.mean(new int[] {2});
          case Gem() -> generalisedMean(flat, parameters.apply(Gem.POWER));
          case NetVlad vlad -> vlad(vlad, x, parameters);
        };
    return normalised(pooled, 1);
  }

  private static NDArray generalisedMean(NDArray flat, NDArray power) {
    NDArray mean = flat.clip(Gem.EPSILON, Float.MAX_VALUE).pow(power).mean(new int[] {2});
    return mean.pow(flat.getManager().ones(new Shape(1)).div(power));
  }

  /**
   * The sum of {@code a (x - c)} over all positions as a product of matrices and a correction, for
   * the residuals of all clusters together would take clusters times the feature map's memory.
   */
  private static NDArray vlad(NetVlad vlad, NDArray x, Function<String, NDArray> parameters) {
    long batch = x.getShape().get(0);
    long channels = x.getShape().get(1);
    NDArray local = normalised(x, 1);
    NDArray assignment =
        Conv2d.conv2d(
                local,
                parameters.apply(NetVlad.ASSIGNMENT),
                parameters.apply(NetVlad.ASSIGNMENT_BIAS),
                ONE_BY_ONE)
            .singletonOrThrow()
            .reshape(batch, vlad.clusters(), -1)
            .softmax(1);
    NDArray sums = assignment.matMul(local.reshape(batch, channels, -1).transpose(0, 2, 1));
    NDArray shares = assignment.sum(new int[] {2}, true);
    NDArray residuals = sums.sub(shares.mul(parameters.apply(NetVlad.CENTROIDS)));
    return normalised(residuals, 2).reshape(batch, vlad.clusters() * channels);
  }

  /** Divided by its length along one axis, as torch's {@code normalize} does. */
  static NDArray normalised(NDArray x, int axis) {
    return x.div(x.norm(new int[] {axis}, true).clip(LENGTH_FLOOR, Float.MAX_VALUE));
  }
}
