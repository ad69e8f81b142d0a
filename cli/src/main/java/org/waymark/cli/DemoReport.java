package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.evaluation.LocalizationErrors;

/**
 * What the demo found.
 *
 * @param framesIn frames that Kafka took
 * @param retrieval recall over the frames that were looked up
 * @param latencyMillis from a frame's publication until its outcome was read from Kafka
 * @param framesPerSecond outcomes over the time from the first frame sent to the last outcome read
 * @param secondsToFirstPose since the JVM started
 */
record DemoReport(
    DatasetSpec dataset,
    Demo.Settings settings,
    MapManifest map,
    long framesIn,
    LocalizationErrors stream,
    RetrievalScores retrieval,
    Percentiles latencyMillis,
    double framesPerSecond,
    double secondsToFirstPose) {

  /** Whether every frame has an outcome. */
  boolean complete() {
    return framesIn == outcomes();
  }

  long outcomes() {
    return stream.outcomes().values().stream().mapToLong(Integer::longValue).sum();
  }

  /** The object that {@code --json} prints; see docs/operations.md for its keys. */
  ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("dataset", settings.dataset().map(DatasetSpec::toString).orElse("simulated:office"));
    node.put("seed", settings.seed());
    node.put("rate", settings.rate());
    node.putObject("model").put("id", settings.model().id()).put("name", settings.model().name());
    node.putObject("map")
        .put("name", map.name())
        .put("version", map.version())
        .put("places", map.places());
    node.put("frames_in", framesIn);
    ObjectNode counts = node.putObject("outcomes");
    stream.outcomes().forEach((kind, count) -> counts.put(kind.name(), count));
    Json.putByRank(node, "recall", retrieval.recall());
    node.put("queries", retrieval.queries());
    node.put("queries_with_positive", retrieval.queriesWithPositive());
    EvalPrinter.addErrors(node, stream.positionErrorMetres(), stream.rotationErrorDegrees());
    ObjectNode latency = node.putObject("latency_ms");
    Map.of("p50", 50.0, "p99", 99.0).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> Json.put(latency, e.getKey(), latencyMillis.at(e.getValue())));
    Json.put(node, "frames_per_second", framesPerSecond);
    Json.put(node, "seconds_to_first_pose", secondsToFirstPose);
    return node;
  }
}
