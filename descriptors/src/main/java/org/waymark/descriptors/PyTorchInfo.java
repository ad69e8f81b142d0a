package org.waymark.descriptors;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.engine.PyTorch;

/**
 * What this machine's PyTorch can do.
 *
 * @param available whether it starts
 * @param version e.g. {@code 2.7.1}; empty when not available
 * @param library where the native library lies, its folder's name telling version and flavour, e.g.
 *     {@code .../2.7.1-cpu-linux-x86_64}; empty when not available
 * @param gpus that PyTorch sees
 * @param threads that an operation uses unless told otherwise
 * @param problem why it is not available; empty when it is
 */
public record PyTorchInfo(
    boolean available, String version, String library, int gpus, int threads, String problem) {

  /** Starts PyTorch and looks. Never throws. */
  public static PyTorchInfo probe() {
    try {
      Engine engine = PyTorch.start();
      return new PyTorchInfo(
          true,
          engine.getVersion(),
          String.valueOf(LibUtils.getLibtorchPath()),
          engine.getGpuCount(),
          JniUtils.getNumThreads(),
          "");
    } catch (WaymarkException e) {
      return unavailable(String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      return unavailable("PyTorch does not answer: " + e);
    }
  }

  private static PyTorchInfo unavailable(String problem) {
    return new PyTorchInfo(false, "", "", 0, 0, problem);
  }
}
