package org.waymark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.waymark.core.metric.ConditionScores;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.PoseErrors;
import org.waymark.core.metric.PoseThreshold;
import org.waymark.core.metric.RecallConvention;

/** What {@code waymark eval} prints: one JSON object, or the same as tables. */
final class EvalPrinter {

  private static final String CONDITIONS = "conditions";

  private static final Map<String, Double> PERCENTS = percents();

  /** What people call the keys of the JSON object, where it is not just the key. */
  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("place_map", "map"),
          Map.entry("queries_dataset", "queries of"),
          Map.entry("map_dataset", "places of"),
          Map.entry("right_place", "right place"),
          Map.entry("recall", "recall@"),
          Map.entry("recall_over", "recall over"),
          Map.entry("recall_of_answerable", "of queries with a right place: recall@"),
          Map.entry("map", "mAP@"),
          Map.entry("ap", "AP"),
          Map.entry("positive", "positive above"),
          Map.entry("position_error_m", "position error, m,"),
          Map.entry("rotation_error_deg", "rotation error, deg,"),
          Map.entry("pose_within", "pose within m/deg"),
          Map.entry("ate_m", "ATE, m,"),
          Map.entry("rpe", "RPE"),
          Map.entry("calibration_error", "calibration error"));

  private EvalPrinter() {}

  private static Map<String, Double> percents() {
    Map<String, Double> percents = new LinkedHashMap<>();
    percents.put("median", 50.0);
    percents.put("p90", 90.0);
    return percents;
  }

  static void addErrors(ObjectNode node, Percentiles position, Percentiles rotation) {
    Json.putPercentile(node, "position_error_m", position, PERCENTS);
    Json.putPercentile(node, "rotation_error_deg", rotation, PERCENTS);
  }

  static void addErrors(ObjectNode node, PoseErrors errors, List<PoseThreshold> thresholds) {
    addErrors(node, errors.metres(), errors.degrees());
    ObjectNode within = node.putObject("pose_within");
    thresholds.forEach(t -> Json.put(within, t.toString(), errors.share(t)));
  }

  static void addConditions(
      ObjectNode node, List<ConditionScores> conditions, RecallConvention convention) {
    if (conditions.isEmpty()) {
      return;
    }
    ArrayNode array = node.putArray(CONDITIONS);
    for (ConditionScores c : conditions) {
      ObjectNode row =
          array
              .addObject()
              .put("tag", c.tag())
              .put("condition", c.condition())
              .put("queries", c.scores().queries())
              .put("queries_with_positive", c.scores().queriesWithPositive());
      Json.putByRank(row, "recall", c.scores().recall(convention));
      Json.putByRank(row, "map", c.scores().meanAveragePrecision());
      Json.put(row, "ap", c.averagePrecision());
    }
  }

  static void print(ObjectNode node, boolean json) {
    if (json) {
      Json.print(System.out, node);
      return;
    }
    Table table = new Table();
    flat(node).forEach(table::row);
    System.out.print(table);
    if (node.has(CONDITIONS)) {
      System.out.println();
      System.out.print(conditions(node.get(CONDITIONS)));
    }
  }

  private static Table conditions(JsonNode rows) {
    List<SequencedMap<String, String>> flat = new ArrayList<>();
    rows.forEach(row -> flat.add(flat(row)));
    Table table = new Table(flat.getFirst().keySet().toArray(String[]::new));
    flat.forEach(row -> table.row(row.values().toArray(String[]::new)));
    return table;
  }

  /** Names for people and values, those of inner objects among the others. */
  private static SequencedMap<String, String> flat(JsonNode node) {
    SequencedMap<String, String> rows = new LinkedHashMap<>();
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
                            rows.put(
                                name
                                    + (name.endsWith("@") ? "" : " ")
                                    + inner.getKey().replace('_', ' '),
                                text(inner.getValue())));
              } else if (!value.isArray()) {
                rows.put(name, text(value));
              }
            });
    return rows;
  }

  /** The values that need no reader of their own, for the top of a report. */
  static SequencedMap<String, String> facts(ObjectNode node) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isTextual()) {
                facts.put(
                    LABELS.getOrDefault(field.getKey(), field.getKey().replace('_', ' ')),
                    field.getValue().asText());
              }
            });
    return facts;
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return Table.number(Double.NaN, 0);
    }
    return value.isFloatingPointNumber() ? Table.number(value.doubleValue(), 3) : value.asText();
  }
}
