package org.waymark.indexer.evaluation;

import java.util.BitSet;
import java.util.Collection;
import org.waymark.core.WaymarkException;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.SearchResults;
import org.waymark.core.metric.SkipRule;

/**
 * What is right and what counts, known before anything is searched: what cannot be judged is
 * refused before hours of describing pictures, not after.
 *
 * @param queries all of them, scored or not
 * @param places of the map
 * @param truth without the pairs that the rule passes over
 * @param scored the queries that count
 * @param rule what is passed over
 */
public record RetrievalTruth(
    FrameSet queries, FrameSet places, GroundTruth truth, BitSet scored, SkipRule rule) {

  /**
   * @throws WaymarkException when these frames cannot be judged so
   */
  public static RetrievalTruth of(
      FrameSet queries, FrameSet places, TruthSource source, Collection<Exclusion> exclusions) {
    SkipRule rule = Exclusion.rules(exclusions, queries, places);
    return new RetrievalTruth(
        queries,
        places,
        source.of(queries, places).without(rule),
        Exclusion.scored(exclusions, queries),
        rule);
  }

  /**
   * Scores what was found.
   *
   * @param results in the order of {@code queries}, before anything is left out
   * @param ks ranks to score at
   */
  public RetrievalEvaluation score(SearchResults results, Collection<Integer> ks) {
    SearchResults remaining =
        rule.equals(SkipRule.NONE)
            ? results
            : results.without(rule, ks.stream().mapToInt(Integer::intValue).max().orElse(1));
    return RetrievalEvaluation.of(this, remaining, ks);
  }

  /** The same, over the queries that were answered only. */
  RetrievalTruth amongAnswered(SearchResults results) {
    BitSet answered = (BitSet) scored.clone();
    answered.andNot(results.unanswered());
    return new RetrievalTruth(queries, places, truth, answered, rule);
  }
}
