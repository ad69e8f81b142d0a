package org.waymark.streams.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.waymark.streams.Health;
import org.waymark.streams.MapStatus;

/** Health as one JSON object. */
final class HealthJson {

  private HealthJson() {}

  private static void put(ObjectNode node, MapStatus map) {
    node.put("name", map.map())
        .put("version", map.version())
        .put("model", map.model())
        .put("frame", map.frame())
        .put("swaps", map.swaps())
        .put("refusals", map.refusals());
    map.refused().ifPresent(reason -> node.put("refused", reason));
    if (map.withdrawn()) {
      node.put("withdrawn", true);
    }
  }

  static String of(Health health) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("healthy", health.healthy())
            .put("ready", health.ready())
            .put("state", health.state())
            .put("tasks", health.tasks())
            .put("broker", health.brokerAway().isEmpty() ? "answers" : "away");
    health.brokerAway().ifPresent(away -> node.put("broker_away_seconds", away.toSeconds()));
    node.put("device", health.deviceStalled() ? "stalled" : "answers");
    health.failure().ifPresent(failure -> node.put("failure", failure));
    health.map().ifPresent(map -> put(node.putObject("map"), map));
    return node.toString();
  }
}
