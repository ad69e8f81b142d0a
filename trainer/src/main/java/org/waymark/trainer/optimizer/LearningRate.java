package org.waymark.trainer.optimizer;

import org.waymark.core.WaymarkException;

/**
 * The learning rate over time. During warm-up it grows with each step in a straight line; then it
 * falls pass by pass.
 *
 * @param base the highest rate
 * @param schedule {@code step}: times {@code gamma} every {@code stepPasses} passes, as torch's
 *     StepLR; {@code cosine}: half a cosine down to 0 over all passes, as CosineAnnealingLR; {@code
 *     constant}
 * @param stepPasses passes between falls
 * @param gamma factor of a fall
 * @param warmUpSteps steps until the base rate is reached; 0 for none
 */
public record LearningRate(
    double base, String schedule, int stepPasses, double gamma, long warmUpSteps) {

  /** The GCL reference's: 0.1, a tenth of it every 25 passes. */
  public static final LearningRate USUAL = new LearningRate(0.1, "step", 25, 0.1, 0);

  public LearningRate {
    if (!(base > 0 && base < Double.POSITIVE_INFINITY)) {
      throw new WaymarkException("a learning rate of %s is not positive".formatted(base));
    }
    if (!schedule.equals("step") && !schedule.equals("cosine") && !schedule.equals("constant")) {
      throw new WaymarkException(
          "unknown schedule '%s'; known are: step, cosine, constant".formatted(schedule));
    }
    if (stepPasses < 1 || !(gamma > 0) || warmUpSteps < 0) {
      throw new WaymarkException(
          "a schedule needs at least one pass between falls, a positive gamma and no negative warm-up");
    }
  }

  /**
   * The rate of one step.
   *
   * @param pass from 0
   * @param passes of the whole training
   * @param step since training began, from 0
   */
  public double at(int pass, int passes, long step) {
    double scheduled =
        switch (schedule) {
          case "step" -> {
            int falls = pass / stepPasses;
            yield base * Math.pow(gamma, falls);
          }
          case "cosine" -> base * (1 + Math.cos(Math.PI * pass / passes)) / 2;
          default -> base;
        };
    return step < warmUpSteps ? scheduled * (step + 1) / warmUpSteps : scheduled;
  }
}
