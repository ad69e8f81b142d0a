package org.waymark.core.metric;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.waymark.core.label.LabelRow;
import org.waymark.core.label.LabelRows;
import org.waymark.core.progress.Progress;

/**
 * Which places each query should find. Holds one bit per pair, so 10,000 queries against 100,000
 * places take 125 MB whatever the truth was read from.
 */
public final class GroundTruth {

  private final List<BitSet> rows;
  private final int places;

  private GroundTruth(List<BitSet> rows, int places) {
    this.rows = rows;
    this.places = places;
  }

  /** Asks for every pair once, on all cores. */
  public static GroundTruth of(int queries, int places, RetrievalScores.Relevance relevance) {
    return new GroundTruth(
        IntStream.range(0, queries)
            .parallel()
            .mapToObj(
                q -> {
                  BitSet row = new BitSet(places);
                  for (int p = 0; p < places; p++) {
                    if (relevance.isPositive(q, p)) {
                      row.set(p);
                    }
                  }
                  return row;
                })
            .toList(),
        places);
  }

  /** Pairs whose graded similarity is above a threshold; rows are read in ascending order. */
  public static GroundTruth above(LabelRows labels, double threshold) {
    return new GroundTruth(
        IntStream.range(0, labels.queries())
            .mapToObj(q -> above(labels.row(q), threshold))
            .toList(),
        labels.places());
  }

  /**
   * As {@link #above(LabelRows, double)}, on all cores: for labels that are computed.
   *
   * @param labels safe for use by many threads
   * @param progress of the queries
   */
  public static GroundTruth above(LabelRows labels, double threshold, Progress progress) {
    return new GroundTruth(
        IntStream.range(0, labels.queries())
            .parallel()
            .mapToObj(
                q -> {
                  BitSet positive = above(labels.row(q), threshold);
                  progress.advance(1);
                  return positive;
                })
            .toList(),
        labels.places());
  }

  private static BitSet above(LabelRow row, double threshold) {
    BitSet positive = new BitSet();
    for (int entry = 0; entry < row.size(); entry++) {
      positive.set(row.place(entry), row.psi(entry) > threshold);
    }
    return positive;
  }

  /**
   * Pairs of positions at most {@code radius} apart.
   *
   * @param queries {@code [query][axis]} in metres, two or three axes
   * @param places {@code [place][axis]}, with the same axes
   */
  public static GroundTruth within(double[][] queries, double[][] places, double radius) {
    return of(
        queries.length,
        places.length,
        (q, p) -> squaredDistance(queries[q], places[p]) <= radius * radius);
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  /** The same truth without the pairs that a rule passes over. */
  public GroundTruth without(SkipRule rule) {
    return rule.equals(SkipRule.NONE)
        ? this
        : of(queries(), places, (q, p) -> isPositive(q, p) && !rule.skips(q, p));
  }

  public int queries() {
    return rows.size();
  }

  public int places() {
    return places;
  }

  public boolean isPositive(int query, int place) {
    return rows.get(query).get(place);
  }

  /** How many places are right for a query. */
  public int positives(int query) {
    return rows.get(query).cardinality();
  }

  /** The places that are right for a query, ascending. */
  public IntStream positivesOf(int query) {
    return rows.get(query).stream();
  }
}
