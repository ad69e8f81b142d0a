package org.waymark.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * PyTorch's automatic differentiation on the calling thread. Used in place of DJL's
 * GradientCollector, of which a process may have one, and which leaves two handles of each gradient
 * behind at every reset.
 */
public final class Autograd {

  private Autograd() {}

  /** Whether operations of this thread are recorded from now on. */
  public static void record(boolean on) {
    JniUtils.setGradMode(on);
  }

  /**
   * Adds the gradient of a scalar to the gradients of all {@link Learned} parameters behind it, and
   * frees what was recorded.
   */
  public static void backward(NDArray scalar) {
    try (NDArray one = scalar.getManager().ones(scalar.getShape(), scalar.getDataType())) {
      JniUtils.backward((PtNDArray) scalar, (PtNDArray) one, false, false);
    }
  }

  static void zeroGradient(NDArray weight) {
    JniUtils.zeroGrad((PtNDArray) weight);
  }
}
