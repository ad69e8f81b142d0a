package org.waymark.descriptors.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import java.nio.file.Path;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.engine.Script;

/**
 * A network that somebody exported as TorchScript: any architecture, at its own precision. Its
 * {@code forward} takes pictures {@code [batch][3][height][width]} and gives {@code
 * [batch][number]}.
 */
public final class ScriptNetwork implements InferenceNetwork {

  private final Path file;
  private final boolean normalise;
  private final Script script;

  /**
   * Pictures come with their channels innermost in memory, which most programs take and which saves
   * a tenth of the time or more; some refuse it, by {@code view}, and get a copy in the usual
   * order.
   */
  private boolean channelsLast = true;

  /**
   * Loads the program.
   *
   * @param normalise whether its vectors are to be divided by their length
   * @throws WaymarkException when the file holds no TorchScript
   */
  public ScriptNetwork(Path file, boolean normalise, NDManager manager) {
    this.file = file;
    this.normalise = normalise;
    script = Script.load(file, manager);
  }

  /**
   * Describes a batch.
   *
   * @throws WaymarkException when the program fails on such pictures, or gives something else than
   *     one float32 vector for each
   */
  @Override
  public NDArray forward(NDArray pictures) {
    NDArray y = run(pictures);
    Shape shape = y.getShape();
    if (shape.dimension() != 2 || shape.get(0) != pictures.getShape().get(0)) {
      throw new WaymarkException(
          "%s gives %s for pictures of %s: a model gives one vector a picture, [batch][number]"
              .formatted(file, shape, pictures.getShape()));
    }
    if (y.getDataType() != DataType.FLOAT32) {
      throw new WaymarkException(
          "%s gives %s numbers: export a model that returns float32"
              .formatted(file, y.getDataType()));
    }
    return normalise ? Pooled.normalised(y, 1) : y;
  }

  private NDArray run(NDArray pictures) {
    if (!channelsLast) {
      return attempt(contiguous(pictures));
    }
    try {
      return attempt(pictures);
    } catch (WaymarkException e) {
      NDArray y = attempt(contiguous(pictures));
      channelsLast = false;
      return y;
    }
  }

  private NDArray attempt(NDArray pictures) {
    try (IValue argument = Script.argument(pictures)) {
      return script.run("forward", pictures.getManager(), argument);
    } catch (EngineException e) {
      List<String> lines =
          String.valueOf(e.getMessage()).lines().filter(s -> !s.isBlank()).toList();
      throw new WaymarkException(
          "%s fails on pictures of %s: %s. Check the input size, and that it takes 3 channels"
              .formatted(file, pictures.getShape(), lines.isEmpty() ? e : lines.getLast().strip()),
          e);
    }
  }

  /** Flattening copies into the usual order, which shaping back keeps. */
  private static NDArray contiguous(NDArray x) {
    return x.reshape(-1).reshape(x.getShape());
  }

  @Override
  public void close() {
    script.close();
  }
}
