package org.waymark.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * Moves parameters along their gradients, with the arithmetic of PyTorch's optimizer of that name.
 * Its own arrays belong to the manager given, and are part of a checkpoint.
 */
public abstract sealed class Optimizer permits Sgd, Adam {

  private static final double NORM_FLOOR = 1e-6;

  final List<Learned> parameters;
  final OptimizerSettings settings;

  /** What is remembered from step to step, by parameter. */
  private final SequencedMap<String, NDArray> memory = new LinkedHashMap<>();

  Optimizer(List<Learned> parameters, OptimizerSettings settings) {
    this.parameters = List.copyOf(parameters);
    this.settings = settings;
  }

  /**
   * The optimizer that the settings name.
   *
   * @param manager owns what the optimizer remembers
   */
  public static Optimizer of(
      OptimizerSettings settings, List<Learned> parameters, NDManager manager) {
    return settings.method().equals("adam")
        ? new Adam(parameters, settings, manager)
        : new Sgd(parameters, settings, manager);
  }

  NDArray remember(String name, Learned parameter, NDManager manager) {
    NDArray zeros = manager.zeros(parameter.weight().getShape(), parameter.weight().getDataType());
    memory.put(name + "." + parameter.name(), zeros);
    return zeros;
  }

  /**
   * Moves all parameters once and sets their gradients to zero.
   *
   * @param rate the learning rate
   * @param step number of this step since training began, from 1
   */
  public final void step(double rate, long step) {
    Autograd.record(false);
    try (NDManager scratch = parameters.getFirst().manager().newSubManager()) {
      if (settings.clip() > 0) {
        clip(scratch);
      }
      if (settings.weightDecay() > 0) {
        NDArray decay = scratch.create(settings.weightDecay());
        for (Learned parameter : parameters) {
          try (NDArray pull = parameter.weight().mul(decay)) {
            parameter.gradient().addi(pull);
          }
        }
      }
      update(rate, step, scratch);
      parameters.forEach(parameter -> Autograd.zeroGradient(parameter.weight()));
    } finally {
      Autograd.record(true);
    }
  }

  /** As torch's {@code clip_grad_norm_}. */
  private void clip(NDManager scratch) {
    double squares = 0;
    for (Learned parameter : parameters) {
      try (NDArray length = parameter.gradient().norm()) {
        squares += Math.pow(number(length), 2);
      }
    }
    double share = settings.clip() / (Math.sqrt(squares) + NORM_FLOOR);
    if (share < 1) {
      NDArray factor = scratch.create(share);
      parameters.forEach(parameter -> parameter.gradient().muli(factor));
    }
  }

  private static double number(NDArray scalar) {
    return scalar.getDataType() == DataType.FLOAT32 ? scalar.getFloat() : scalar.getDouble();
  }

  /** Moves the parameters; may overwrite the gradients. */
  abstract void update(double rate, long step, NDManager scratch);

  /** A copy of what is remembered, for a checkpoint. */
  public final Weights state() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    memory.forEach(
        (name, array) -> tensors.put(name, new Tensor(sides(array), array.toFloatArray())));
    return new Weights(tensors);
  }

  /**
   * Takes up what {@link #state} gave.
   *
   * @throws WaymarkException when it is another optimizer's
   */
  public final void restore(Weights state, String source) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    memory.forEach((name, array) -> shapes.put(name, sides(array)));
    state.requireExactly(shapes, source);
    memory.forEach(
        (name, array) -> {
          // NDArray.set would hand the engine Java's memory, by a call that PyTorch warns of.
          try (NDArray saved =
              array.getManager().create(state.get(name).values(), array.getShape())) {
            array.subi(array).addi(saved);
          }
        });
  }

  private static List<Integer> sides(NDArray array) {
    List<Integer> sides = new ArrayList<>();
    for (long side : array.getShape().getShape()) {
      sides.add(Math.toIntExact(side));
    }
    return sides;
  }
}
