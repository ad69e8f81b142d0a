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
    return RetrievalTruth.of(queries, places, source, exclusions).score(results, ks);
  }

  /** As {@link #of}, over the queries that were answered only; nothing else is left out. */
  public static RetrievalEvaluation amongAnswered(
      FrameSet queries,
      FrameSet places,
      SearchResults results,
      TruthSource source,
      Collection<Integer> ks) {
    return of(
        RetrievalTruth.of(queries, places, source, List.of()).amongAnswered(results), results, ks);
  }

  /**
   * @param results without what the truth's rule passes over
   */
  static RetrievalEvaluation of(
      RetrievalTruth truth, SearchResults results, Collection<Integer> ks) {
    return new RetrievalEvaluation(
        truth.queries(),
        truth.places(),
        results,
        truth.truth(),
        truth.scored(),
        truth.rule(),
        ks.stream().sorted().distinct().toList(),
        RetrievalScores.of(results.ranked(), truth.truth(), truth.scored(), ks),
        results.curve(truth.truth(), truth.scored(), truth.rule()),
        Positions.of(truth.queries(), truth.places()));
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

  /** The longest list of results: recall at a higher rank is that of this one. */
  public int longestList() {
    return results.ranked().stream().mapToInt(row -> row.length).max().orElse(0);
  }

  /** Scores by the values of a tag, see {@link ConditionScores#table}. */
  public List<ConditionScores> byCondition(String tag) {
    return ConditionScores.table(
        tag, queries.tags(tag), places.tags(tag), results, truth, scored, rule, ks);
  }
}
