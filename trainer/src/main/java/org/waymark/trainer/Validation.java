package org.waymark.trainer;

import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.metric.DescriptorDistances;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.Ranking;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.Result;
import org.waymark.trainer.pair.LabelledSite;

/**
 * Scores a model on labelled sites through the code that evaluation uses: the extractor that users
 * run, all distances, the ranking and its measures. A query never finds itself, and panoramas count
 * neither as queries nor as places.
 */
public final class Validation {

  /** Ranks at which recall is taken. */
  public static final List<Integer> RANKS = List.of(1, 5, 10, 20);

  /** The rank that decides which model is best, as in the GCL reference. */
  static final int DECIDING_RANK = 5;

  private final List<LabelledSite> sites;
  private final double positive;

  /**
   * The measures over all sites together.
   *
   * @param recall by rank, over all queries
   * @param meanAveragePrecision by rank, over the queries that have a positive
   * @param queries how many there were
   * @param queriesWithPositive how many of them have a place to find
   */
  public record Scores(
      SequencedMap<Integer, Double> recall,
      SequencedMap<Integer, Double> meanAveragePrecision,
      int queries,
      int queriesWithPositive) {

    public Scores {
      recall = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(recall));
      meanAveragePrecision =
          Collections.unmodifiableSequencedMap(new LinkedHashMap<>(meanAveragePrecision));
    }

    double deciding() {
      return recall.getOrDefault(DECIDING_RANK, 0.0);
    }
  }

  /**
   * Prepares to validate.
   *
   * @param positive a pair shows the same place when its psi is above this
   */
  public Validation(List<LabelledSite> sites, double positive) {
    this.sites = List.copyOf(sites);
    this.positive = positive;
  }

  /** Whether there is nothing to validate on. */
  boolean isEmpty() {
    return sites.isEmpty();
  }

  /**
   * Scores a model.
   *
   * @throws WaymarkException when a picture cannot be described, naming it
   */
  public Scores of(ModelBundle model, ExtractorOptions options) {
    try (DescriptorExtractor extractor = DescriptorExtractor.open(model, options)) {
      return pooled(sites.stream().map(site -> score(site, extractor)).toList());
    }
  }

  private RetrievalScores score(LabelledSite site, DescriptorExtractor extractor) {
    float[][] queries = described(site.queries(), extractor);
    float[][] places =
        site.places().equals(site.queries()) ? queries : described(site.places(), extractor);
    BitSet scored = new BitSet();
    IntStream.range(0, queries.length).filter(site::usable).forEach(scored::set);
    GroundTruth truth =
        GroundTruth.of(
            queries.length,
            places.length,
            (q, p) -> site.pairs(q, p) && site.row(q).get(p) > positive);
    List<int[]> ranked =
        Ranking.nearest(
            new DescriptorDistances(queries, places),
            Collections.max(RANKS),
            (q, p) -> !site.pairs(q, p));
    return RetrievalScores.of(ranked, truth, scored, RANKS);
  }

  private static float[][] described(List<DatasetFrame> frames, DescriptorExtractor extractor) {
    float[][] rows = new float[frames.size()][];
    int[] next = {0};
    extractor.describe(
        frames.iterator(),
        DatasetFrame::image,
        (frame, result) ->
            rows[next[0]++] =
                switch (result) {
                  case Result.Described described -> described.descriptor();
                  case Result.Rejected rejected ->
                      throw new WaymarkException(
                          "frame %s of the validation set cannot be described: %s"
                              .formatted(frame.id(), rejected.reason()));
                });
    return rows;
  }

  /** Means weighted by the queries that each site's measure is a mean over. */
  private static Scores pooled(List<RetrievalScores> scores) {
    int queries = scores.stream().mapToInt(RetrievalScores::queries).sum();
    int withPositive = scores.stream().mapToInt(RetrievalScores::queriesWithPositive).sum();
    SequencedMap<Integer, Double> recall = new LinkedHashMap<>();
    SequencedMap<Integer, Double> map = new LinkedHashMap<>();
    for (int k : RANKS) {
      double found = 0;
      double precision = 0;
      for (RetrievalScores site : scores) {
        found += site.recall().getOrDefault(k, 0.0) * site.queries();
        precision += site.meanAveragePrecision().getOrDefault(k, 0.0) * site.queriesWithPositive();
      }
      recall.put(k, queries == 0 ? 0 : found / queries);
      map.put(k, withPositive == 0 ? 0 : precision / withPositive);
    }
    return new Scores(recall, map, queries, withPositive);
  }
}
