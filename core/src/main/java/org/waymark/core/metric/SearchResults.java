package org.waymark.core.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a method answered to a set of queries.
 *
 * @param ranked {@code [query][rank]}: indices of places, best first; empty where there is no
 *     answer
 * @param distances of all pairs, where they are known; rows of unanswered queries are not asked for
 * @param unanswered queries that the method could not take, such as broken pictures
 */
public record SearchResults(
    List<int[]> ranked, Optional<DistanceRows> distances, BitSet unanswered) {

  /** All places by their distances. */
  public static SearchResults byDistance(DistanceRows distances, int length, SkipRule rule) {
    return new SearchResults(
        Ranking.nearest(distances, length, rule), Optional.of(distances), new BitSet());
  }

  /** Lists that came without distances. */
  public static SearchResults listed(List<int[]> ranked) {
    return new SearchResults(ranked, Optional.empty(), new BitSet());
  }

  /**
   * The results that remain when a rule passes over some: ranked anew where distances are known,
   * else what is left of the lists.
   *
   * @param length how many places to list
   */
  public SearchResults without(SkipRule rule, int length) {
    List<int[]> remaining =
        IntStream.range(0, ranked.size())
            .parallel()
            .mapToObj(
                q ->
                    unanswered.get(q)
                        ? new int[0]
                        : distances
                            .map(rows -> Ranking.nearest(q, rows.row(q), length, rule))
                            .orElseGet(
                                () ->
                                    Arrays.stream(ranked.get(q))
                                        .filter(p -> !rule.skips(q, p))
                                        .limit(length)
                                        .toArray()))
            .toList();
    return new SearchResults(remaining, distances, unanswered);
  }

  /** The curve over all pairs of answered queries, where distances are known. */
  public Optional<PrecisionRecallCurve> curve(GroundTruth truth, BitSet scored, SkipRule rule) {
    BitSet answered = (BitSet) scored.clone();
    answered.andNot(unanswered);
    return distances.map(rows -> PrecisionRecallCurve.of(rows, truth, answered, rule));
  }
}
