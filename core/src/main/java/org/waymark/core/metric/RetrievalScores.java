package org.waymark.core.metric;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How well queries found their places.
 *
 * @param recall recall@k by k: the share of <em>all</em> queries with a positive among their first
 *     k results
 * @param meanAveragePrecision mAP@k by k over the queries that have a positive: precision at each
 *     hit, summed, over the smaller of k and the number of positives (the definition of MSLS)
 * @param queries how many there were
 * @param queriesWithPositive how many have a positive anywhere in the map: the highest count that
 *     any recall can reach
 */
public record RetrievalScores(
    SequencedMap<Integer, Double> recall,
    SequencedMap<Integer, Double> meanAveragePrecision,
    int queries,
    int queriesWithPositive) {

  /** Which places a query should find. */
  @FunctionalInterface
  public interface Relevance {
    boolean isPositive(int query, int place);
  }

  /**
   * Scores ranked results of all queries.
   *
   * @param ranked {@code [query][rank]}: indices of places, best first; rows may be shorter than
   *     the largest k
   * @param places how many the map holds
   * @param relevance which of them are right
   * @param ks at which ranks to score, each at least 1
   */
  public static RetrievalScores of(
      List<int[]> ranked, int places, Relevance relevance, Collection<Integer> ks) {
    GroundTruth truth = GroundTruth.of(ranked.size(), places, relevance);
    BitSet all = new BitSet();
    all.set(0, ranked.size());
    return of(ranked, truth, all, ks);
  }

  /**
   * Scores ranked results of some queries.
   *
   * @param ranked {@code [query][rank]} for every query, scored or not: indices of places, best
   *     first, none twice in a row
   * @param truth which of them are right
   * @param scored the queries that count
   * @param ks at which ranks to score, each at least 1
   */
  public static RetrievalScores of(
      List<int[]> ranked, GroundTruth truth, BitSet scored, Collection<Integer> ks) {
    int[] positives = scored.stream().map(truth::positives).toArray();
    int withPositive = (int) IntStream.of(positives).filter(n -> n > 0).count();
    List<boolean[]> hits = scored.stream().mapToObj(q -> hits(q, ranked.get(q), truth)).toList();
    TreeMap<Integer, Double> recall = new TreeMap<>();
    TreeMap<Integer, Double> map = new TreeMap<>();
    for (int k : new TreeSet<>(ks)) {
      int found = 0;
      double precision = 0;
      for (int i = 0; i < positives.length; i++) {
        double average = averagePrecision(hits.get(i), positives[i], k);
        found += average > 0 ? 1 : 0;
        precision += average;
      }
      recall.put(k, positives.length == 0 ? 0 : (double) found / positives.length);
      map.put(k, withPositive == 0 ? 0 : precision / withPositive);
    }
    return new RetrievalScores(recall, map, positives.length, withPositive);
  }

  private static boolean[] hits(int query, int[] row, GroundTruth truth) {
    boolean[] hits = new boolean[row.length];
    for (int rank = 0; rank < row.length; rank++) {
      hits[rank] = truth.isPositive(query, row[rank]);
    }
    return hits;
  }

  /** AP@k of one query; above 0 exactly when one of the first k results is a hit. */
  private static double averagePrecision(boolean[] hits, int positives, int k) {
    int found = 0;
    double sum = 0;
    for (int rank = 0; rank < Math.min(k, hits.length); rank++) {
      if (hits[rank]) {
        found++;
        sum += (double) found / (rank + 1);
      }
    }
    return found == 0 ? 0 : sum / Math.min(k, positives);
  }

  /**
   * Recall@k by k over the queries that a convention counts.
   *
   * @return NaN for every k where it counts none
   */
  public SequencedMap<Integer, Double> recall(RecallConvention convention) {
    if (convention == RecallConvention.ALL_QUERIES) {
      return recall;
    }
    TreeMap<Integer, Double> result = new TreeMap<>();
    // Through the count of hits, so that a full score is 1 and not a rounding error beside it.
    recall.forEach(
        (k, share) ->
            result.put(
                k,
                queriesWithPositive == 0
                    ? Double.NaN
                    : (double) Math.round(share * queries) / queriesWithPositive));
    return result;
  }
}
