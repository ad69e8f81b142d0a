package org.waymark.testbed.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes a single broker on a laptop behave: loopback only, one replica of everything, frames
 * of 8 MiB, quick failover of Kafka Streams applications, nothing that waits for more brokers.
 */
final class BrokerConfig {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";
  static final String PLAINTEXT = "PLAINTEXT";
  static final String LOOPBACK = "127.0.0.1";

  /** One raw frame of 6 MB with room for the record around it. */
  private static final int MAX_MESSAGE_BYTES = 8 << 20;

  private static final List<String> SINGLE =
      List.of(
          "offsets.topic.replication.factor",
          "offsets.topic.num.partitions",
          "transaction.state.log.replication.factor",
          "transaction.state.log.min.isr",
          "transaction.state.log.num.partitions",
          "share.coordinator.state.topic.replication.factor",
          "share.coordinator.state.topic.min.isr",
          "share.coordinator.state.topic.num.partitions");

  private BrokerConfig() {}

  static Map<String, String> of(Path directory, int port, int controllerPort) {
    Map<String, String> config = new HashMap<>();
    config.put("process.roles", "broker,controller");
    config.put("node.id", Integer.toString(NODE_ID));
    config.put(
        "listeners",
        PLAINTEXT
            + "://"
            + LOOPBACK
            + ":"
            + port
            + ","
            + CONTROLLER
            + "://"
            + LOOPBACK
            + ":"
            + controllerPort);
    config.put("controller.listener.names", CONTROLLER);
    config.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
    config.put("log.dirs", directory.toString());
    SINGLE.forEach(key -> config.put(key, "1"));
    config.put("auto.create.topics.enable", "false");
    config.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    config.put("group.initial.rebalance.delay.ms", "0");
    config.put("group.streams.initial.rebalance.delay.ms", "0");
    config.put("group.streams.min.session.timeout.ms", "6000");
    config.put("group.streams.session.timeout.ms", "6000");
    config.put("group.streams.min.heartbeat.interval.ms", "1000");
    config.put("group.streams.heartbeat.interval.ms", "1000");
    // Defaults made for servers take 128 MiB and ten threads more than a laptop needs.
    config.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "4");
    return config;
  }
}
