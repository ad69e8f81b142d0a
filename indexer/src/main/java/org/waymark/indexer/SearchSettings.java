package org.waymark.indexer;

import java.util.Optional;

/**
 * How a map is to be searched.
 *
 * @param method empty for what suits the map's size
 * @param quantization of the descriptors that are searched
 * @param recallTarget share of the nearest place, and of the nearest ten, that searches must find:
 *     0 to 1
 * @param seed of the order in which places are added, and of the queries that try the map
 */
public record SearchSettings(
    Optional<SearchMethod> method, Quantization quantization, double recallTarget, long seed) {

  public static final SearchSettings DEFAULT =
      new SearchSettings(Optional.empty(), Quantization.FLOAT32, 0.99, 0);

  public SearchSettings {
    if (!(recallTarget >= 0 && recallTarget <= 1)) {
      throw new IllegalArgumentException("a recall of %s".formatted(recallTarget));
    }
  }
}
