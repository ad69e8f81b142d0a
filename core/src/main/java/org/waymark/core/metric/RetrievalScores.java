package org.waymark.core.metric;

import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
   * Scores ranked results.
   *
   * @param ranked {@code [query][rank]}: indices of places, best first; rows may be shorter than
   *     the largest k
   * @param places how many the map holds
   * @param relevance which of them are right
   * @param ks at which ranks to score, each at least 1
   */
  public static RetrievalScores of(
      List<int[]> ranked, int places, Relevance relevance, Collection<Integer> ks) {
    TreeMap<Integer, Double> recall = new TreeMap<>();
    TreeMap<Integer, Double> map = new TreeMap<>();
    int[] positives = new int[ranked.size()];
    int withPositive = 0;
    for (int q = 0; q < positives.length; q++) {
      for (int p = 0; p < places; p++) {
        if (relevance.isPositive(q, p)) {
          positives[q]++;
        }
      }
      withPositive += positives[q] > 0 ? 1 : 0;
    }
    for (int k : new TreeSet<>(ks)) {
      int found = 0;
      double precision = 0;
      for (int q = 0; q < positives.length; q++) {
        int[] row = ranked.get(q);
        int hits = 0;
        double sum = 0;
        for (int rank = 0; rank < Math.min(k, row.length); rank++) {
          if (relevance.isPositive(q, row[rank])) {
            hits++;
            sum += (double) hits / (rank + 1);
          }
        }
        found += hits > 0 ? 1 : 0;
        precision += positives[q] > 0 ? sum / Math.min(k, positives[q]) : 0;
      }
      recall.put(k, positives.length == 0 ? 0 : (double) found / positives.length);
      map.put(k, withPositive == 0 ? 0 : precision / withPositive);
    }
    return new RetrievalScores(recall, map, positives.length, withPositive);
  }
}
