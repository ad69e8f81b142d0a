package org.waymark.descriptors.whitening;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.waymark.descriptors.network.InferenceNetwork;

/** A network with whitening behind; its descriptors are L2-normalised again. Owns the network. */
public final class WhitenedNetwork implements InferenceNetwork {

  private static final float LENGTH_FLOOR = 1e-12f;

  private final InferenceNetwork network;
  private final NDManager manager;

  /** {@code [descriptor][whitened]}. */
  private final NDArray transposedWeight;

  private final NDArray bias;

  /** Copies the layer to the parent's device. */
  public WhitenedNetwork(InferenceNetwork network, Whitening whitening, NDManager parent) {
    this.network = network;
    manager = parent.newSubManager();
    transposedWeight =
        manager
            .create(whitening.weight().values(), new Shape(whitening.size(), whitening.inputSize()))
            .transpose(1, 0);
    bias = manager.create(whitening.bias().values());
  }

  @Override
  public NDArray forward(NDArray pictures) {
    NDArray whitened = network.forward(pictures).matMul(transposedWeight).add(bias);
    return whitened.div(whitened.norm(new int[] {1}, true).clip(LENGTH_FLOOR, Float.MAX_VALUE));
  }

  @Override
  public void close() {
    manager.close();
    network.close();
  }
}
