package org.waymark.transport;

import java.util.Map;

/**
 * What a topic should be like.
 *
 * @param config the settings that matter to us, by Kafka's names; others are the cluster's business
 */
public record TopicSpec(String name, int partitions, Map<String, String> config) {

  public TopicSpec {
    if (partitions < 1) {
      throw new IllegalArgumentException("topic %s with %d partitions".formatted(name, partitions));
    }
    config = Map.copyOf(config);
  }
}
