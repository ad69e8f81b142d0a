package org.waymark.indexer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.metric.DistanceRows;
import org.waymark.core.metric.SearchResults;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Result;
import org.waymark.indexer.evaluation.Exclusion;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.evaluation.RetrievalTruth;
import org.waymark.indexer.evaluation.TruthSource;

/** How well the frames of a data set find their places in a map. */
public final class MapEvaluation {

  private final PlaceMap map;
  private final DescriptorExtractor extractor;
  private final FrameSet places;

  /**
   * @throws WaymarkException when the map was built with another model, or its data sets are no
   *     longer as they were
   */
  public MapEvaluation(PlaceMap map, DescriptorExtractor extractor) {
    map.requireModel(extractor.model().id(), extractor.model().name());
    this.map = map;
    this.extractor = extractor;
    this.places = MapFrames.of(map).frames();
  }

  /** The frames that the map's places were made from, by {@link Place#index()}. */
  public FrameSet places() {
    return places;
  }

  /**
   * Describes the queries, looks each up, and scores the results. Queries with broken pictures are
   * misses.
   *
   * @param truth what makes a place the right one
   * @param exclusions what is left out
   * @param ks ranks to score at
   * @throws WaymarkException before anything is described, when the truth needs what the map's data
   *     sets or the queries lack
   */
  public RetrievalEvaluation run(
      Dataset queries,
      TruthSource truth,
      Collection<Exclusion> exclusions,
      Collection<Integer> ks,
      ProgressReporter reporter) {
    RetrievalTruth known = RetrievalTruth.of(FrameSet.of(queries), places, truth, exclusions);
    int most = ks.stream().mapToInt(Integer::intValue).max().orElse(1);
    return known.score(search(queries, most, reporter), ks);
  }

  private SearchResults search(Dataset queries, int length, ProgressReporter reporter) {
    List<int[]> ranked = new ArrayList<>();
    List<float[]> descriptors = new ArrayList<>();
    BitSet rejected = new BitSet();
    try (Progress progress = reporter.start("looking up queries", queries.size());
        var frames = queries.frames()) {
      extractor.describe(
          frames.iterator(),
          DatasetFrame::image,
          (frame, result) -> {
            switch (result) {
              case Result.Described described -> {
                descriptors.add(described.descriptor());
                ranked.add(
                    map.search(described.descriptor(), length).stream()
                        .mapToInt(match -> match.place().index())
                        .toArray());
              }
              case Result.Rejected _ -> {
                rejected.set(ranked.size());
                descriptors.add(new float[0]);
                ranked.add(new int[0]);
              }
            }
            progress.advance(1);
          });
    }
    return new SearchResults(
        ranked, java.util.Optional.of(new MapDistances(map, descriptors)), rejected);
  }

  /** Distances that are computed when asked for: descriptors are kept, not the table. */
  private record MapDistances(PlaceMap map, List<float[]> descriptors) implements DistanceRows {

    @Override
    public int queries() {
      return descriptors.size();
    }

    @Override
    public int places() {
      return (int) map.manifest().places();
    }

    @Override
    public double[] row(int query) {
      float[] distances = map.distances(descriptors.get(query));
      double[] row = new double[distances.length];
      for (int place = 0; place < row.length; place++) {
        row[place] = distances[place];
      }
      return row;
    }
  }
}
