package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
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
public final class FoldedNetwork implements AutoCloseable {

  private final Network plan;
  private final NDManager manager;
  private final FoldedLayer backbone;
  private final Map<String, NDArray> poolParameters = new HashMap<>();

  /**
   * Folds and copies the weights to the parent's device.
   *
   * @param weights every parameter of {@code plan}
   */
  public FoldedNetwork(Network plan, Weights weights, NDManager parent) {
    this.plan = plan;
    manager = parent.newSubManager();
    backbone = new Folding(weights, manager).fold(plan.backbone().layer());
    plan.pooling()
        .parameterShapes(plan.backbone().channels())
        .keySet()
        .forEach(name -> poolParameters.put(name, array(weights.get(name))));
  }

  private NDArray array(Tensor tensor) {
    long[] sides = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
    return manager.create(tensor.values(), new Shape(sides));
  }

  /**
   * Describes a batch.
   *
   * @param pictures {@code [batch][3][height][width]}, normalised; fastest when channels lie
   *     innermost in memory
   * @return {@code [batch][descriptor]}, L2-normalised
   */
  public NDArray forward(NDArray pictures) {
    return Pooled.of(plan.pooling(), backbone.apply(pictures), this::poolParameter);
  }

  private NDArray poolParameter(String name) {
    NDArray parameter = poolParameters.get(name);
    if (parameter == null) {
      throw new IllegalStateException("no parameter " + name);
    }
    return parameter;
  }

  @Override
  public void close() {
    manager.close();
  }
}
