package org.waymark.streams.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.waymark.streams.Health;

/** Health as one JSON object. */
final class HealthJson {

  private HealthJson() {}

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
    return node.toString();
  }
}
