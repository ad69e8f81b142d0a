package org.waymark.indexer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.Pose;
import org.waymark.core.label.SurfaceOverlaps;
import org.waymark.core.metric.AveragePrecision;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.Result;

/** How well the frames of a data set find their places in a map. */
public final class MapEvaluation {

  private final PlaceMap map;
  private final DescriptorExtractor extractor;

  /**
   * @throws WaymarkException when the map was built with another model
   */
  public MapEvaluation(PlaceMap map, DescriptorExtractor extractor) {
    map.requireModel(extractor.model().id(), extractor.model().name());
    this.map = map;
    this.extractor = extractor;
  }

  /**
   * The outcome.
   *
   * @param scores recall@k and mAP@k
   * @param averagePrecision over all pairs of query and place; NaN when no pair is the same place
   * @param positionErrorMetres of each query's best place
   * @param rotationErrorDegrees likewise
   * @param rejected queries whose pictures are broken; they count as misses
   */
  public record Report(
      RetrievalScores scores,
      double averagePrecision,
      Percentiles positionErrorMetres,
      Percentiles rotationErrorDegrees,
      int rejected) {}

  /**
   * Describes the queries, looks each up, and scores the results by the surface that query and
   * place share.
   *
   * @param positive overlap above which a place counts as the query's own, 0 to 1
   * @param ks ranks to score at
   * @throws WaymarkException when queries or the map's data sets lack poses or depth, or are no
   *     longer there
   */
  public Report run(
      Dataset queries, double positive, Collection<Integer> ks, ProgressReporter reporter) {
    int most = ks.stream().mapToInt(Integer::intValue).max().orElse(1);
    List<int[]> ranked = new ArrayList<>();
    List<float[]> distances = new ArrayList<>();
    List<Double> positionErrors = new ArrayList<>();
    List<Double> rotationErrors = new ArrayList<>();
    int[] rejected = new int[1];
    try (Progress progress = reporter.start("looking up queries", queries.size());
        Stream<DatasetFrame> frames = queries.frames()) {
      extractor.describe(
          frames.iterator(),
          DatasetFrame::image,
          (frame, result) -> {
            switch (result) {
              case Result.Described described -> {
                List<Match> matches = map.search(described.descriptor(), most);
                ranked.add(matches.stream().mapToInt(m -> m.place().index()).toArray());
                distances.add(map.distances(described.descriptor()));
                Pose truth = truth(frame);
                Pose found = matches.getFirst().place().pose();
                positionErrors.add(truth.distanceTo(found));
                rotationErrors.add(Math.toDegrees(truth.angleTo(found)));
              }
              case Result.Rejected _ -> {
                ranked.add(new int[0]);
                distances.add(new float[0]);
                rejected[0]++;
              }
            }
            progress.advance(1);
          });
    }
    float[][] overlap = overlaps(map, queries, reporter);
    RetrievalScores scores =
        RetrievalScores.of(
            ranked, (int) map.manifest().places(), (q, p) -> overlap[q][p] > positive, ks);
    return new Report(
        scores,
        averagePrecision(distances, overlap, positive),
        new Percentiles(positionErrors),
        new Percentiles(rotationErrors),
        rejected[0]);
  }

  /**
   * Surface overlap of each query with each place.
   *
   * @return {@code [query][place]}, places by {@link Place#index()}
   * @throws WaymarkException as {@link #run}
   */
  public static float[][] overlaps(PlaceMap map, Dataset queries, ProgressReporter reporter) {
    List<MapManifest.Source> sources = map.manifest().sources();
    if (sources.stream().anyMatch(s -> !s.skipped().isEmpty())) {
      throw new WaymarkException(
          "map %s/%s left out broken pictures, so its places cannot be compared with its data sets; mend them and rebuild"
              .formatted(map.manifest().name(), map.manifest().version()));
    }
    float[][] all = new float[(int) queries.size()][(int) map.manifest().places()];
    int offset = 0;
    for (MapManifest.Source source : sources) {
      Dataset places = Datasets.open(source.spec());
      if (places.size() != source.places()) {
        throw new WaymarkException(
            "data set '%s' has %d frames now and had %d when the map was built; rebuild the map with: waymark index build"
                .formatted(source.spec(), places.size(), source.places()));
      }
      float[][] part = overlaps(queries, places, reporter);
      for (int q = 0; q < part.length; q++) {
        System.arraycopy(part[q], 0, all[q], offset, part[q].length);
      }
      offset += (int) source.places();
    }
    return all;
  }

  private static float[][] overlaps(Dataset queries, Dataset places, ProgressReporter reporter) {
    try {
      return SurfaceOverlaps.matrix(queries, places, reporter);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new WaymarkException(
          "data sets '%s' and '%s' cannot be compared: %s"
              .formatted(queries.spec(), places.spec(), e.getMessage()),
          e);
    }
  }

  private static double averagePrecision(
      List<float[]> distances, float[][] overlap, double positive) {
    int pairs = distances.stream().mapToInt(row -> row.length).sum();
    float[] flat = new float[pairs];
    boolean[] labels = new boolean[pairs];
    int n = 0;
    for (int q = 0; q < overlap.length; q++) {
      float[] row = distances.get(q);
      for (int p = 0; p < row.length; p++, n++) {
        flat[n] = row[p];
        labels[n] = overlap[q][p] > positive;
      }
    }
    return AveragePrecision.of(flat, labels);
  }

  private static Pose truth(DatasetFrame frame) {
    try {
      return frame
          .pose()
          .orElseThrow(
              () ->
                  new WaymarkException(
                      "query %s has no pose; pose errors need one".formatted(frame.id())));
    } catch (IOException e) {
      throw new WaymarkException(
          "the pose of query %s cannot be read: %s".formatted(frame.id(), e.getMessage()), e);
    }
  }
}
