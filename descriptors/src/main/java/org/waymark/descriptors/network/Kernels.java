package org.waymark.descriptors.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.descriptors.engine.Script;

/**
 * Operations of PyTorch that DJL's arrays do not offer, reached through two small scripts: {@code
 * portable.torchscript} for every device, and {@code onednn.torchscript} for CPUs whose PyTorch is
 * built with oneDNN.
 */
final class Kernels implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  private final Script portable;
  private final Optional<Script> oneDnn;

  Kernels(NDManager manager) {
    portable = Script.compile(source("portable.torchscript"), manager);
    oneDnn = manager.getDevice().isGpu() ? Optional.empty() : oneDnn(manager);
  }

  private static Optional<Script> oneDnn(NDManager manager) {
    try {
      return Optional.of(Script.compile(source("onednn.torchscript"), manager));
    } catch (EngineException e) {
      LOG.debug("PyTorch without oneDNN: convolutions are not fused", e);
      return Optional.empty();
    }
  }

  private static String source(String name) {
    try (InputStream in = Objects.requireNonNull(Kernels.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** oneDNN's convolutions, where there are any. */
  Optional<Script> oneDnn() {
    return oneDnn;
  }

  /**
   * The array in another precision. DJL's own conversion to bfloat16 ends the process.
   *
   * @param manager owns the result
   */
  NDArray cast(NDArray x, Precision precision, NDManager manager) {
    try (IValue array = Script.argument(x);
        IValue type = IValue.from(precision.torchCode())) {
      return portable.run("cast", manager, array, type);
    }
  }

  /** Activates in place: {@code x} holds the result too, and is closed. */
  NDArray activateAndClose(NDArray x, Activation activation) {
    if (activation == Activation.NONE) {
      return x;
    }
    try (IValue array = Script.argument(x)) {
      return portable.run(
          activation == Activation.RELU ? "relu_" : "relu6_", x.getManager(), array);
    } finally {
      x.close();
    }
  }

  /** {@code activation(scale * x + shift)}, a new array. */
  NDArray scaleAndShift(NDArray x, IValue scale, IValue shift, Activation activation) {
    String method = activation == Activation.RELU ? "scale_shift_relu" : "scale_shift";
    NDArray y;
    try (IValue array = Script.argument(x)) {
      y = portable.run(method, x.getManager(), array, scale, shift);
    }
    return activation == Activation.RELU6 ? activateAndClose(y, activation) : y;
  }

  @Override
  public void close() {
    portable.close();
    oneDnn.ifPresent(Script::close);
  }
}
