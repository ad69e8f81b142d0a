package org.waymark.indexer.search;

import java.util.Optional;
import java.util.OptionalInt;

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
 * @param beam how many candidates a graph is asked for at least: more find more and take longer.
 *     Empty for what the map was found to need when it was built.
 */
public record SearchRequest(int k, PlaceFilter filter, Optional<Seed> seed, OptionalInt beam) {

  public SearchRequest {
    if (k < 1) {
      throw new IllegalArgumentException("the nearest %d places".formatted(k));
    }
    if (beam.isPresent() && beam.getAsInt() < 1) {
      throw new IllegalArgumentException("a beam of %d".formatted(beam.getAsInt()));
    }
  }

  public SearchRequest(int k, PlaceFilter filter, Optional<Seed> seed) {
    this(k, filter, seed, OptionalInt.empty());
  }

  /** The {@code k} nearest of all places. */
  public static SearchRequest nearest(int k) {
    return new SearchRequest(k, PlaceFilter.everything(), Optional.empty());
  }

  /** Among the places that pass {@code filter} too. */
  public SearchRequest within(PlaceFilter further) {
    return new SearchRequest(k, filter.and(further), seed, beam);
  }

  public SearchRequest from(Seed newSeed) {
    return new SearchRequest(k, filter, Optional.of(newSeed), beam);
  }

  public SearchRequest withBeam(int newBeam) {
    return new SearchRequest(k, filter, seed, OptionalInt.of(newBeam));
  }
}
