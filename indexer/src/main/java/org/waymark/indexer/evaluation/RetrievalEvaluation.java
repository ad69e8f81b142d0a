package org.waymark.indexer.evaluation;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.waymark.core.metric.ConditionScores;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.PoseError;
import org.waymark.core.metric.PoseErrors;
import org.waymark.core.metric.PrecisionRecallCurve;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.core.metric.SearchResults;
import org.waymark.core.metric.SkipRule;

/**
 * How well queries found their places, with what is needed to show where they did not.
 *
 * @param queries all of them, scored or not
 * @param places of the map
 * @param results best first, without what the rule passes over
 * @param truth likewise
 * @param scored the queries that count
 * @param rule what is passed over
 * @param ks the ranks that were scored
 * @param scores recall@k and mAP@k
 * @param curve over all pairs, where distances are known
 * @param positions where frames are, if known
 */
public record RetrievalEvaluation(
    FrameSet queries,
    FrameSet places,
    SearchResults results,
    GroundTruth truth,
    BitSet scored,
    SkipRule rule,
    List<Integer> ks,
    RetrievalScores scores,
    Optional<PrecisionRecallCurve> curve,
    Optional<Positions> positions) {

  /**
   * Scores what was found.
   *
   * @param results in the order of {@code queries}, before anything is left out
   */
  public static RetrievalEvaluation of(
      FrameSet queries,
      FrameSet places,
      SearchResults results,
      TruthSource source,
      Collection<Exclusion> exclusions,
      Collection<Integer> ks) {
    SkipRule rule = Exclusion.rules(exclusions, queries, places);
    BitSet scored = Exclusion.scored(exclusions, queries);
    GroundTruth truth = source.of(queries, places).without(rule);
    SearchResults remaining =
        exclusions.isEmpty()
            ? results
            : results.without(rule, ks.stream().mapToInt(Integer::intValue).max().orElse(1));
    return score(queries, places, remaining, truth, scored, rule, ks);
  }

  /** As {@link #of}, over the queries that were answered only; nothing else is left out. */
  public static RetrievalEvaluation amongAnswered(
      FrameSet queries,
      FrameSet places,
      SearchResults results,
      TruthSource source,
      Collection<Integer> ks) {
    BitSet scored = Exclusion.scored(List.of(), queries);
    scored.andNot(results.unanswered());
    return score(queries, places, results, source.of(queries, places), scored, SkipRule.NONE, ks);
  }

  private static RetrievalEvaluation score(
      FrameSet queries,
      FrameSet places,
      SearchResults results,
      GroundTruth truth,
      BitSet scored,
      SkipRule rule,
      Collection<Integer> ks) {
    return new RetrievalEvaluation(
        queries,
        places,
        results,
        truth,
        scored,
        rule,
        ks.stream().sorted().distinct().toList(),
        RetrievalScores.of(results.ranked(), truth, scored, ks),
        results.curve(truth, scored, rule),
        Positions.of(queries, places));
  }

  /** Over all pairs; NaN when no pair is the same place, or distances are unknown. */
  public double averagePrecision() {
    return curve.map(PrecisionRecallCurve::averagePrecision).orElse(Double.NaN);
  }

  /** How far the first result of a query is from it; empty without positions or result. */
  public Optional<PoseError> error(int query) {
    int[] row = results.ranked().get(query);
    return row.length == 0 ? Optional.empty() : positions.map(p -> p.error(query, row[0]));
  }

  /** Of the first results of the queries that count. */
  public PoseErrors errors() {
    return new PoseErrors(
        scored.stream().mapToObj(this::error).flatMap(Optional::stream).toList(),
        scored.cardinality());
  }

  /** Whether one of the first {@code k} results is right. */
  public boolean isHit(int query, int k) {
    int[] row = results.ranked().get(query);
    for (int rank = 0; rank < Math.min(k, row.length); rank++) {
      if (truth.isPositive(query, row[rank])) {
        return true;
      }
    }
    return false;
  }

  /** Scores by the values of a tag, see {@link ConditionScores#table}. */
  public List<ConditionScores> byCondition(String tag) {
    return ConditionScores.table(
        queries.tags(tag), places.tags(tag), results, truth, scored, rule, ks);
  }
}
