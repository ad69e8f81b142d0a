package org.waymark.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** Kafka and ROS: absent is fine, for the demo brings its own broker. */
final class NetworkChecks {

  private static final int DEFAULT_PORT = 9092;
  private static final int CONNECT_MILLIS = 500;

  private NetworkChecks() {}

  static List<Finding> run(@Nullable String bootstrapServers) {
    List<Finding> findings = new ArrayList<>();
    findings.add(bootstrapServers == null ? localKafka() : kafka(bootstrapServers));
    findings.add(ros());
    return findings;
  }

  private static Finding localKafka() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT), CONNECT_MILLIS);
    } catch (IOException e) {
      return Finding.optional(
          "Kafka",
          "nobody answers at 127.0.0.1:" + DEFAULT_PORT,
          "The demo brings its own; `waymark broker` starts one that stays.");
    }
    return kafka("127.0.0.1:" + DEFAULT_PORT);
  }

  private static Finding kafka(String bootstrapServers) {
    try (TopicAdmin admin = TopicAdmin.connect(KafkaSettings.of(bootstrapServers))) {
      var differences = admin.check(Topics.all(1));
      String found = "cluster %s answers at %s".formatted(admin.clusterId(), bootstrapServers);
      return differences.isEmpty()
          ? Finding.good("Kafka", found + ", all topics are right")
          : Finding.optional(
              "Kafka",
              "%s, %d settings of topics differ".formatted(found, differences.size()),
              "See: waymark topics check --bootstrap-servers " + bootstrapServers);
    } catch (WaymarkException e) {
      return Finding.broken("Kafka", String.valueOf(e.getMessage()), "");
    }
  }

  private static Finding ros() {
    String master = System.getenv("ROS_MASTER_URI");
    String distribution = System.getenv("ROS_DISTRO");
    String found =
        master == null && distribution == null
            ? "no ROS environment"
            : "ROS_DISTRO=%s, ROS_MASTER_URI=%s".formatted(distribution, master);
    return Finding.optional(
        "ROS", found, "This version replays recordings; live ROS topics are not connected yet.");
  }
}
