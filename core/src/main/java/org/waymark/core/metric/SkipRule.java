package org.waymark.core.metric;

import java.util.BitSet;
import java.util.List;

/**
 * Results that do not count: they are passed over, the next one takes their rank, and the pair is
 * neither positive nor negative.
 */
@FunctionalInterface
public interface SkipRule {

  SkipRule NONE = (query, place) -> false;

  boolean skips(int query, int place);

  /** Passes over what either rule does. */
  default SkipRule or(SkipRule other) {
    return (query, place) -> skips(query, place) || other.skips(query, place);
  }

  /** Places that are no answer to any query, such as the panoramas of MSLS. */
  static SkipRule places(BitSet skipped) {
    return (query, place) -> skipped.get(place);
  }

  /**
   * Places of the query's own recording: without this a data set that is its own map finds each
   * query's neighbour in time.
   *
   * @param queries the sequence of each query
   * @param places the sequence of each place
   */
  static SkipRule sameSequence(List<String> queries, List<String> places) {
    return (query, place) -> queries.get(query).equals(places.get(place));
  }

  /**
   * The rule of Tokyo Time Machine: results less than a month from the query are passed over. Its
   * pictures are dated by the month, so these are the results of the same month.
   *
   * @param queries months since year 0 of each query: {@code 12 * year + month}
   * @param places likewise of each place
   */
  static SkipRule lessThanAMonthApart(int[] queries, int[] places) {
    return (query, place) -> Math.abs(queries[query] - places[place]) < 1;
  }
}
