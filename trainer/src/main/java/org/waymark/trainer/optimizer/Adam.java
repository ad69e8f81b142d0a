package org.waymark.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** Adam (Kingma and Ba 2015) with torch's defaults: 0.9, 0.999, 1e-8. */
final class Adam extends Optimizer {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> squares = new ArrayList<>();

  Adam(List<Learned> parameters, OptimizerSettings settings, NDManager manager) {
    super(parameters, settings);
    for (Learned parameter : parameters) {
      means.add(remember("mean", parameter, manager));
      squares.add(remember("square", parameter, manager));
    }
  }

  @Override
  void update(double rate, long step, NDManager scratch) {
    NDArray keepMean = scratch.create(BETA1);
    NDArray takeMean = scratch.create(1 - BETA1);
    NDArray keepSquare = scratch.create(BETA2);
    NDArray takeSquare = scratch.create(1 - BETA2);
    NDArray pace = scratch.create(rate / (1 - Math.pow(BETA1, (double) step)));
    NDArray spread = scratch.create(Math.sqrt(1 - Math.pow(BETA2, (double) step)));
    NDArray floor = scratch.create(EPSILON);
    for (int i = 0; i < parameters.size(); i++) {
      NDArray gradient = parameters.get(i).gradient();
      NDArray weight = parameters.get(i).weight();
      NDArray mean = means.get(i).muli(keepMean);
      try (NDArray part = gradient.mul(takeMean)) {
        mean.addi(part);
      }
      NDArray square = squares.get(i).muli(keepSquare);
      square.addi(gradient.muli(gradient).muli(takeSquare));
      try (NDArray deviation = square.sqrt();
          NDArray move = mean.mul(pace)) {
        weight.subi(move.divi(deviation.divi(spread).addi(floor)));
      }
    }
  }
}
