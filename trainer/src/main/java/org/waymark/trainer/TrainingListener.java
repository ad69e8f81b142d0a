package org.waymark.trainer;

import org.waymark.trainer.run.RunLog;

/** Hears how a training goes; called by the training thread, which waits. */
public interface TrainingListener {

  /**
   * After a step.
   *
   * @param step what was measured
   * @param stepInPass from 1
   * @param stepsInPass of this pass
   * @param passes of the whole training
   * @param secondsLeft estimated, validations included
   */
  default void step(
      RunLog.Step step, int stepInPass, int stepsInPass, int passes, double secondsLeft) {}

  /**
   * After a validation.
   *
   * @param pass passes that are complete; 0 before the first
   * @param best whether it is the best so far
   */
  default void validated(int pass, Validation.Scores scores, boolean best) {}

  /** Something that training survives, such as a picture that cannot be read. */
  default void warn(String text) {}
}
