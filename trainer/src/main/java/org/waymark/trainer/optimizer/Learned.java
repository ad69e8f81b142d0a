package org.waymark.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that learns. Its gradient, once there, is one array for good: backward passes add to
 * it, and DJL makes a new handle for it at each call, which would stay with the parameter's
 * manager. So the handle is fetched once.
 */
public final class Learned {

  private final String name;
  private final NDArray weight;
  private @Nullable NDArray gradient;

  /** Asks the engine for gradients of {@code weight}. */
  public Learned(String name, NDArray weight) {
    this.name = name;
    this.weight = weight;
    weight.setRequiresGradient(true);
  }

  /** Its name in torch. */
  public String name() {
    return name;
  }

  NDArray weight() {
    return weight;
  }

  NDManager manager() {
    return weight.getManager();
  }

  /** What the backward passes have summed up; there is none before the first. */
  NDArray gradient() {
    NDArray found = gradient;
    if (found == null) {
      found = JniUtils.getGradient((PtNDArray) weight);
      if (found == null) {
        throw new IllegalStateException(name + " was no part of the backward pass");
      }
      gradient = found;
    }
    return found;
  }
}
