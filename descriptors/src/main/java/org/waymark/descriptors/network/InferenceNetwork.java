package org.waymark.descriptors.network;

import ai.djl.ndarray.NDArray;

/**
 * A network that describes pictures. Holds native memory until closed; for one thread at a time.
 */
public interface InferenceNetwork extends AutoCloseable {

  /**
   * Describes a batch.
   *
   * @param pictures {@code [batch][3][height][width]}, normalised; fastest when channels lie
   *     innermost in memory
   * @return {@code [batch][descriptor]}; belongs to the input's manager
   */
  NDArray forward(NDArray pictures);

  @Override
  void close();
}
