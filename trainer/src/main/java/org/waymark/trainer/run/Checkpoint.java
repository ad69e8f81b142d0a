package org.waymark.trainer.run;

import org.waymark.descriptors.weights.Weights;

/**
 * Where a training stands, with all that it takes to go on as if it had never stopped. Random
 * choices depend on seed, pass and index alone, so there is no generator to keep.
 *
 * @param progress how far it has come
 * @param weights all parameters of the network, running statistics included
 * @param optimizer what the optimizer remembers
 */
public record Checkpoint(Progress progress, Weights weights, Weights optimizer) {

  /**
   * How far a training has come.
   *
   * @param pass passes that are complete
   * @param stepInPass steps of the next pass that are done
   * @param step steps since training began
   * @param bestPass the pass, from 1, after which validation was best; 0 when there was none
   * @param bestScore recall@5 then
   * @param seconds that training has taken, over all its starts
   */
  public record Progress(
      int pass, int stepInPass, long step, int bestPass, double bestScore, double seconds) {

    /** The beginning. */
    public static final Progress START = new Progress(0, 0, 0, 0, -1, 0);
  }
}
