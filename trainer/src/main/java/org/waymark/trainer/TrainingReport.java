package org.waymark.trainer;

import java.util.Optional;
import org.waymark.descriptors.ModelBundle;

/**
 * How a training ended.
 *
 * @param end why
 * @param pass passes that are complete
 * @param step steps since training began
 * @param bestPass the pass after which validation was best; 0 for the weights it began with, or
 *     when there was none
 * @param bestScore recall@5 then; negative when there was no validation
 * @param model the finished model; empty when the training was stopped
 */
public record TrainingReport(
    End end, int pass, long step, int bestPass, double bestScore, Optional<ModelBundle> model) {

  /** Why a training ended. */
  public enum End {
    /** All passes are done. */
    COMPLETE,
    /** Validation had not got better for as many passes as patience allows. */
    NO_LONGER_BETTER,
    /** It was asked to stop, and can go on. */
    STOPPED
  }
}
