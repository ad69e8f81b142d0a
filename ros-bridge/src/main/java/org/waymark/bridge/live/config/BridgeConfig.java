package org.waymark.bridge.live.config;

import java.util.List;
import org.waymark.transport.KafkaSettings;

/**
 * A bridge between one ROS graph and one Kafka cluster.
 *
 * @param node the ROS node's name
 * @param createTopics whether missing Kafka topics are made
 */
public record BridgeConfig(
    String node, KafkaSettings kafka, boolean createTopics, List<RobotConfig> robots) {

  /** So that {@code ~pose} is {@code /waymark/pose}. */
  public static final String USUAL_NODE = "waymark";

  /** Where Kafka is when nobody says. */
  public static final String USUAL_SERVERS = "127.0.0.1:9092";

  public BridgeConfig {
    robots = List.copyOf(robots);
  }
}
