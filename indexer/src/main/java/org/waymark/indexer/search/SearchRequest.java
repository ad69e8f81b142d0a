package org.waymark.indexer.search;

import java.util.Optional;

/**
 * What is asked of a map.
 *
 * <pre>{@code
 * SearchRequest.nearest(25).within(new PlaceFilter.Circle(x, y, 50)).from(Seed.at(predicted));
 * }</pre>
 *
 * @param k how many places at most; at least 1
 * @param filter which places come into question
 * @param seed where to begin
 */
public record SearchRequest(int k, PlaceFilter filter, Optional<Seed> seed) {

  public SearchRequest {
    if (k < 1) {
      throw new IllegalArgumentException("the nearest %d places".formatted(k));
    }
  }

  /** The {@code k} nearest of all places. */
  public static SearchRequest nearest(int k) {
    return new SearchRequest(k, PlaceFilter.everything(), Optional.empty());
  }

  /** Among the places that pass {@code filter} too. */
  public SearchRequest within(PlaceFilter further) {
    return new SearchRequest(k, filter.and(further), seed);
  }

  public SearchRequest from(Seed newSeed) {
    return new SearchRequest(k, filter, Optional.of(newSeed));
  }
}
