package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.descriptors.weights.Tensor;
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
public final class FoldedNetwork implements InferenceNetwork {

  private final Network plan;
  private final NDManager manager;
  private final Precision precision;
  private final Kernels kernels;
  private final FoldedLayer backbone;
  private final List<Runnable> closers = new ArrayList<>();
  private final Map<String, NDArray> poolParameters = new HashMap<>();

  /**
   * Folds and copies the weights to the parent's device.
   *
   * @param weights every parameter of {@code plan}
   * @param precision of the backbone
   */
  public FoldedNetwork(Network plan, Weights weights, Precision precision, NDManager parent) {
    this.plan = plan;
    this.precision = precision;
    manager = parent.newSubManager();
    Kernels opened = null;
    try {
      opened = new Kernels(manager);
      backbone =
          new Folding(weights, opened, precision, manager, closers).fold(plan.backbone().layer());
      plan.pooling()
          .parameterShapes(plan.backbone().channels())
          .keySet()
          .forEach(name -> poolParameters.put(name, array(weights.get(name))));
    } catch (RuntimeException | Error e) {
      release(opened);
      throw e;
    }
    kernels = opened;
  }

  private NDArray array(Tensor tensor) {
    long[] sides = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
    return manager.create(tensor.values(), new Shape(sides));
  }

  @Override
  public NDArray forward(NDArray pictures) {
    return Pooled.of(plan.pooling(), features(pictures), this::poolParameter);
  }

  private NDArray features(NDArray pictures) {
    if (precision == Precision.FLOAT32) {
      return backbone.apply(pictures);
    }
    NDManager step = pictures.getManager();
    try (NDArray x = kernels.cast(pictures, precision, step);
        NDArray features = backbone.apply(x)) {
      return kernels.cast(features, Precision.FLOAT32, step);
    }
  }

  private NDArray poolParameter(String name) {
    NDArray parameter = poolParameters.get(name);
    if (parameter == null) {
      throw new IllegalStateException("no parameter " + name);
    }
    return parameter;
  }

  private void release(@Nullable Kernels opened) {
    closers.forEach(Runnable::run);
    if (opened != null) {
      opened.close();
    }
    manager.close();
  }

  @Override
  public void close() {
    release(kernels);
  }
}
