package org.waymark.trainer;

import org.waymark.core.WaymarkException;

/**
 * What a training runs on. It may change between a start and a resume.
 *
 * @param device {@code cpu}, {@code gpu}, {@code gpu:N} or {@code auto}
 * @param threads that an operation of the network uses on a CPU
 * @param loaders threads that read, decode and augment
 * @param keptBytes of decoded pictures in memory
 * @param checkpointSeconds the longest time of training that a kill may cost; 0 to save after each
 *     step
 */
public record TrainingMachine(
    String device, int threads, int loaders, long keptBytes, double checkpointSeconds) {

  private static final long USUAL_KEPT_BYTES = 1L << 30;
  private static final double USUAL_CHECKPOINT_SECONDS = 600;

  public TrainingMachine {
    if (threads < 1 || loaders < 1 || keptBytes < 0 || !(checkpointSeconds >= 0)) {
      throw new WaymarkException("threads are 1 or more, memory and time between checkpoints 0");
    }
  }

  /** All cores for the network, half as many loaders, 1 GiB of pictures. */
  public static TrainingMachine usual() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new TrainingMachine(
        "auto", cores, Math.max(1, cores / 2), USUAL_KEPT_BYTES, USUAL_CHECKPOINT_SECONDS);
  }
}
