package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.metric.ConditionScores;
import org.waymark.core.metric.DescriptorDistances;
import org.waymark.core.metric.DistanceRows;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.NpyDistances;
import org.waymark.core.metric.RecallConvention;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.core.metric.SearchResults;
import org.waymark.core.metric.SkipRule;
import org.waymark.core.npy.NpyMatrix;
import org.waymark.core.prediction.RankedIndices;
import org.waymark.core.prediction.RankedKeys;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapEvaluation;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.evaluation.RetrievalTruth;
import org.waymark.indexer.report.RetrievalReport;

/** {@code waymark eval} of ranked places, whatever they come from. */
final class EvalRetrieval {

  private final EvalTruthOptions truth;
  private final EvalScoringOptions scoring;
  private final EvalOutputOptions output;
  private final boolean json;

  /** Names of the rows and of the columns, where they were given. */
  private final Optional<String> queries;

  private final Optional<String> places;

  EvalRetrieval(
      EvalTruthOptions truth,
      EvalScoringOptions scoring,
      EvalOutputOptions output,
      boolean json,
      @Nullable String queries,
      @Nullable String places) {
    this.truth = truth;
    this.scoring = scoring;
    this.output = output;
    this.json = json;
    this.queries = Optional.ofNullable(queries);
    this.places = Optional.ofNullable(places);
  }

  /** Looks the queries up in a map. */
  void map(Path directory, ModelOptions model) {
    var frames = Datasets.open(queries.orElseThrow());
    try (PlaceMap map = PlaceMap.open(new MapDirectory(directory).current())) {
      var bundle = model.bundle();
      map.requireModel(bundle.id(), bundle.name());
      try (var extractor = model.open()) {
        FrameSet asked = FrameSet.of(frames);
        EvalTruthOptions.Choice choice = truth.choose(asked);
        MapEvaluation search = new MapEvaluation(map, extractor);
        requireTags(asked, search.places());
        RetrievalEvaluation evaluation =
            search.run(
                frames, choice.source(), scoring.exclusions(), scoring.ks(), new ConsoleProgress());
        ObjectNode node =
            Json.object()
                .put("place_map", map.manifest().name() + "/" + map.manifest().version())
                .put("model", bundle.id());
        finish(node, evaluation, choice);
      }
    }
  }

  /** Ranks by a matrix of distances. */
  void distances(Path file) {
    try (NpyDistances distances = NpyDistances.open(file)) {
      byDistance(
          Json.object().put("distances", file.toString()),
          distances,
          "rows of " + file,
          "columns of " + file);
    }
  }

  /** Ranks by the distances between descriptors. */
  void descriptors(Path queryFile, Path placeFile) {
    float[][] q = rows(queryFile);
    float[][] p = rows(placeFile);
    if (q[0].length != p[0].length) {
      throw new WaymarkException(
          "descriptors %s have %d numbers, those in %s have %d; they are of different models"
              .formatted(queryFile, q[0].length, placeFile, p[0].length));
    }
    byDistance(
        Json.object()
            .put("descriptors", queryFile.toString())
            .put("map_descriptors", placeFile.toString()),
        new DescriptorDistances(q, p),
        "rows of " + queryFile,
        "rows of " + placeFile);
  }

  private static float[][] rows(Path file) {
    try (NpyMatrix matrix = NpyMatrix.open(file)) {
      if (matrix.rows() == 0 || matrix.columns() == 0 || matrix.rows() > Integer.MAX_VALUE - 8) {
        throw new WaymarkException(
            "descriptors %s are %d x %d".formatted(file, matrix.rows(), matrix.columns()));
      }
      float[][] rows = new float[(int) matrix.rows()][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = matrix.row(i);
        for (float value : rows[i]) {
          if (!Float.isFinite(value)) {
            throw new WaymarkException(
                "descriptors %s: row %d (from 0) holds %s".formatted(file, i, value));
          }
        }
      }
      return rows;
    }
  }

  private void byDistance(ObjectNode node, DistanceRows distances, String rows, String columns) {
    FrameSet q = named(queries, rows, distances.queries());
    FrameSet p = named(places, columns, distances.places());
    evaluate(
        node,
        q,
        p,
        () -> SearchResults.byDistance(distances, scoring.ks().getLast(), SkipRule.NONE));
  }

  /** Scores lists of places that another program made. */
  void predictions(Path file) {
    ObjectNode node = Json.object().put("predictions", file.toString());
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
      FrameSet q = sized(queries, "--queries", true);
      FrameSet p = sized(places, "--map-dataset", false);
      evaluate(
          node, q, p, () -> SearchResults.listed(RankedIndices.read(file, q.size(), p.size())));
      return;
    }
    FrameSet q = known(queries, "--queries");
    FrameSet p = known(places, "--map-dataset");
    boolean lenient = scoring.convention() == RecallConvention.MSLS;
    RankedKeys.Resolved read = RankedKeys.read(file).resolve(q.keys(), p.keys(), lenient);
    node.put("answered", read.answered());
    if (lenient) {
      node.put("unknown_predictions", read.unknown());
    }
    evaluate(node, q, p, () -> SearchResults.listed(read.ranked()));
  }

  private static FrameSet known(Optional<String> spec, String option) {
    return FrameSet.of(
        Datasets.open(
            spec.orElseThrow(
                () ->
                    new WaymarkException(
                        "predictions by key need the keys in order: give %s".formatted(option)))));
  }

  /** A named data set, or as many numbered frames as the truth has. */
  private FrameSet sized(Optional<String> spec, String option, boolean rows) {
    if (spec.isPresent()) {
      return FrameSet.of(Datasets.open(spec.get()));
    }
    if (!truth.hasFile()) {
      throw new WaymarkException("give %s, or the truth with --gt".formatted(option));
    }
    GroundTruth known = truth.fromFile();
    return rows
        ? FrameSet.numbered("rows of the truth", known.queries())
        : FrameSet.numbered("columns of the truth", known.places());
  }

  private static FrameSet named(Optional<String> spec, String name, int size) {
    if (spec.isEmpty()) {
      return FrameSet.numbered(name, size);
    }
    FrameSet frames = FrameSet.of(Datasets.open(spec.get()));
    if (frames.size() != size) {
      throw new WaymarkException(
          "there are %d %s, but data set '%s' has %d frames"
              .formatted(size, name, spec.get(), frames.size()));
    }
    return frames;
  }

  /**
   * @param results asked for only when there is a truth to judge them by
   */
  private void evaluate(ObjectNode node, FrameSet q, FrameSet p, Supplier<SearchResults> results) {
    EvalTruthOptions.Choice choice = truth.choose(q);
    requireTags(q, p);
    RetrievalTruth known = RetrievalTruth.of(q, p, choice.source(), scoring.exclusions());
    finish(node, known.score(results.get(), scoring.ks()), choice);
  }

  private void requireTags(FrameSet q, FrameSet p) {
    scoring.conditions().forEach(tag -> FrameSet.requireTag(tag, List.of(q, p)));
  }

  private void finish(
      ObjectNode node, RetrievalEvaluation evaluation, EvalTruthOptions.Choice choice) {
    node.put("queries_dataset", evaluation.queries().name());
    node.put("map_dataset", evaluation.places().name());
    List<ConditionScores> conditions = new ArrayList<>();
    scoring.conditions().forEach(tag -> conditions.addAll(evaluation.byCondition(tag)));
    addScores(node, evaluation.scores(), choice, scoring.convention());
    Json.putByRank(node, "map", evaluation.scores().meanAveragePrecision());
    Json.put(node, "ap", evaluation.averagePrecision());
    if (evaluation.positions().isPresent()) {
      EvalPrinter.addErrors(node, evaluation.errors(), scoring.thresholds());
    }
    node.put("rejected", evaluation.results().unanswered().cardinality());
    EvalPrinter.addConditions(node, conditions, scoring.convention());
    EvalPrinter.print(node, json);
    noteShortLists(evaluation);
    // Scores come first: they are not lost when a file cannot be written.
    output.writeResults(evaluation);
    if (output.report().isPresent()) {
      output.write(
          new RetrievalReport(evaluation, scoring.convention(), scoring.thresholds())
              .page("Place recognition", EvalPrinter.facts(node), conditions));
    }
  }

  /** A recall at a rank that no list has is that of the longest list. */
  static void noteShortLists(RetrievalEvaluation evaluation) {
    int longest = evaluation.longestList();
    int most = evaluation.ks().getLast();
    if (longest < Math.min(most, evaluation.places().size())) {
      System.err.println(
          "waymark: no list has more than %d places: scores at higher ranks, up to %d, are of these"
              .formatted(longest, most));
    }
  }

  static void addScores(
      ObjectNode node,
      RetrievalScores scores,
      EvalTruthOptions.Choice choice,
      RecallConvention convention) {
    node.put("right_place", choice.description());
    Json.putByRank(node, "recall", scores.recall(convention));
    node.put("recall_over", convention.label());
    if (convention == RecallConvention.ALL_QUERIES) {
      Json.putByRank(
          node, "recall_of_answerable", scores.recall(RecallConvention.QUERIES_WITH_POSITIVE));
    }
    if (choice.positive() != null) {
      Json.put(node, "positive", choice.positive());
    }
    node.put("queries", scores.queries())
        .put("queries_with_positive", scores.queriesWithPositive());
  }
}
