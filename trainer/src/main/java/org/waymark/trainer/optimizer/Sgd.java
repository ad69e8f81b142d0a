package org.waymark.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** Stochastic gradient descent, with momentum as torch has it: {@code v = m v + g; w -= rate v}. */
final class Sgd extends Optimizer {

  /** One for each parameter; none without momentum. */
  private final List<NDArray> velocities = new ArrayList<>();

  Sgd(List<Learned> parameters, OptimizerSettings settings, NDManager manager) {
    super(parameters, settings);
    if (settings.momentum() > 0) {
      parameters.forEach(p -> velocities.add(remember("velocity", p, manager)));
    }
  }

  @Override
  void update(double rate, long step, NDManager scratch) {
    NDArray rateArray = scratch.create(rate);
    NDArray momentum = scratch.create(settings.momentum());
    for (int i = 0; i < parameters.size(); i++) {
      NDArray gradient = parameters.get(i).gradient();
      NDArray weight = parameters.get(i).weight();
      if (velocities.isEmpty()) {
        weight.subi(gradient.muli(rateArray));
      } else {
        NDArray velocity = velocities.get(i).muli(momentum).addi(gradient);
        try (NDArray move = velocity.mul(rateArray)) {
          weight.subi(move);
        }
      }
    }
  }
}
