package org.waymark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Map;
import org.waymark.core.metric.Percentiles;

/** The one JSON object that {@code --json} prints on standard output. */
final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A record as JSON. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A number, or null where there is none: JSON has no NaN. */
  static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  static void putPercentile(
      ObjectNode node, String key, Percentiles percentiles, Map<String, Double> percents) {
    ObjectNode object = node.putObject(key);
    percents.forEach((name, percent) -> put(object, name, percentiles.at(percent)));
  }

  /** {@code "1": .., "5": ..} by rank. */
  static void putByRank(ObjectNode node, String key, Map<Integer, Double> byRank) {
    ObjectNode object = node.putObject(key);
    byRank.forEach((k, value) -> put(object, Integer.toString(k), value));
  }

  static void print(PrintStream out, Object value) {
    try {
      out.println(MAPPER.writeValueAsString(value));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
