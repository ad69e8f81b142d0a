package org.waymark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Localization;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapEvaluation;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.StreamEvaluation;
import org.waymark.transport.LatestRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark eval}. */
@Command(
    name = "eval",
    description = {
      "Scores a map with a recording of queries: recall@k, mAP@k, AP and pose errors.",
      "With --localizations: what the stream made of the recording --truth that was replayed into it.",
      "A place counts as a query's own when the surfaces that both see overlap by more than --positive."
    })
final class EvalCommand extends WaymarkCommand implements Callable<Integer> {

  static final Map<String, Double> PERCENTS = percents();

  /** What people call the keys of the JSON object, where it is not just the key. */
  private static final Map<String, String> LABELS =
      Map.of(
          "place_map", "map",
          "queries_dataset", "queries of",
          "recall", "recall@",
          "map", "mAP@",
          "ap", "AP",
          "positive", "overlap above",
          "position_error_m", "position error, m,",
          "rotation_error_deg", "rotation error, deg,");

  @Option(names = "--map", paramLabel = "DIR", description = "The map.")
  private @Nullable Path map;

  @Option(
      names = "--queries",
      paramLabel = "SPEC",
      description = "The queries, with poses and depth.")
  private @Nullable String queries;

  @Option(
      names = "--localizations",
      paramLabel = "TOPIC",
      description = "The topic whose outcomes to score: the latest run, of --robot if given.")
  private @Nullable String localizations;

  @Option(names = "--robot", paramLabel = "NAME", description = "Whose outcomes to score.")
  private @Nullable String robot;

  @Option(names = "--truth", paramLabel = "SPEC", description = "The recording that was replayed.")
  private @Nullable String truth;

  @Mixin private ModelOptions model;

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--k",
      split = ",",
      paramLabel = "K",
      defaultValue = "1,5,10",
      description = "Ranks to score at. Default: ${DEFAULT-VALUE}.")
  private List<Integer> ks;

  @Option(
      names = "--positive",
      paramLabel = "X",
      defaultValue = "0.25",
      description = "Overlap above which a place is the query's own. Default: ${DEFAULT-VALUE}.")
  private double positive;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalCommand() {}

  private static Map<String, Double> percents() {
    Map<String, Double> percents = new LinkedHashMap<>();
    percents.put("median", 50.0);
    percents.put("p90", 90.0);
    return percents;
  }

  @Override
  public Integer call() {
    require(ks.stream().allMatch(k -> k >= 1), "--k takes ranks of 1 and more");
    require(positive >= 0 && positive < 1, "--positive is an overlap: 0 or more, less than 1");
    model.check(this);
    if (map != null && queries != null && localizations == null) {
      evaluateMap(map, Datasets.open(queries));
      return 0;
    }
    if (localizations != null && truth != null && queries == null) {
      evaluateStream(localizations, Datasets.open(truth));
      return 0;
    }
    throw wrongUsage("give --map and --queries, or --localizations and --truth");
  }

  private void evaluateMap(Path directory, Dataset frames) {
    try (PlaceMap places = PlaceMap.open(new MapDirectory(directory).current())) {
      var bundle = model.bundle();
      places.requireModel(bundle.id(), bundle.name());
      try (DescriptorExtractor extractor = model.open()) {
        MapEvaluation.Report report =
            new MapEvaluation(places, extractor).run(frames, positive, ks, new ConsoleProgress());
        ObjectNode node =
            Json.object()
                .put("place_map", places.manifest().name() + "/" + places.manifest().version())
                .put("model", bundle.id());
        node.put("queries_dataset", frames.spec().toString());
        addScores(node, report.scores());
        Json.putByRank(node, "map", report.scores().meanAveragePrecision());
        Json.put(node, "ap", report.averagePrecision());
        addErrors(node, report.positionErrorMetres(), report.rotationErrorDegrees());
        node.put("rejected", report.rejected());
        print(node);
      }
    }
  }

  private void evaluateStream(String topic, Dataset recording) {
    List<Localization> outcomes =
        LatestRun.read(kafka.settings(), topic, Optional.ofNullable(robot));
    StreamEvaluation evaluation = new StreamEvaluation(recording);
    StreamEvaluation.Report report = evaluation.run(outcomes);
    ObjectNode node =
        Json.object()
            .put("truth", recording.spec().toString())
            .put("robot", outcomes.getFirst().getRobot())
            .put("run", outcomes.getFirst().getRun())
            .put("frames", outcomes.size());
    var counts = node.putObject("outcomes");
    report.outcomes().forEach((kind, count) -> counts.put(kind.name(), count));
    addErrors(node, report.positionErrorMetres(), report.rotationErrorDegrees());
    if (map != null) {
      try (PlaceMap places = PlaceMap.open(new MapDirectory(map).current())) {
        addScores(
            node,
            evaluation.recall(
                outcomes,
                places.manifest().sources().stream().map(s -> Datasets.open(s.spec())).toList(),
                MapEvaluation.overlaps(places, recording, new ConsoleProgress()),
                positive,
                ks));
      }
    }
    print(node);
  }

  private void addScores(ObjectNode node, RetrievalScores scores) {
    Json.putByRank(node, "recall", scores.recall());
    Json.put(node, "positive", positive);
    node.put("queries", scores.queries())
        .put("queries_with_positive", scores.queriesWithPositive());
  }

  static void addErrors(ObjectNode node, Percentiles position, Percentiles rotation) {
    Json.putPercentile(node, "position_error_m", position, PERCENTS);
    Json.putPercentile(node, "rotation_error_deg", rotation, PERCENTS);
  }

  private void print(ObjectNode node) {
    if (json) {
      Json.print(System.out, node);
      return;
    }
    Table table = new Table();
    node.properties()
        .forEach(
            field -> {
              String name = LABELS.getOrDefault(field.getKey(), field.getKey().replace('_', ' '));
              JsonNode value = field.getValue();
              if (value.isObject()) {
                value
                    .properties()
                    .forEach(
                        inner ->
                            table.row(
                                name + (name.endsWith("@") ? "" : " ") + inner.getKey(),
                                text(inner.getValue())));
              } else {
                table.row(name, text(value));
              }
            });
    System.out.print(table);
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return Table.number(Double.NaN, 0);
    }
    return value.isFloatingPointNumber() ? Table.number(value.doubleValue(), 3) : value.asText();
  }
}
