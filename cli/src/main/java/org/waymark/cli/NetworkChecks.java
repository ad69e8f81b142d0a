package org.waymark.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.TopicAdmin;
import org.waymark.transport.Topics;

/** Kafka and ROS: absent is fine, for the demo brings its own broker. */
final class NetworkChecks {

  private static final int CONNECT_MILLIS = 500;

  private NetworkChecks() {}

  /**
   * Looks at the network.
   *
   * @param named whether the user named a cluster; a default that does not answer is no fault
   */
  static List<Finding> run(KafkaSettings settings, boolean named) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        named || answers(settings)
            ? kafka(settings)
            : Finding.optional(
                "Kafka",
                "nobody answers at " + settings.bootstrapServers(),
                "The demo brings its own; `waymark broker` starts one that stays."));
    findings.add(ros());
    return findings;
  }

  /** Quickly, since the usual answer is no. */
  private static boolean answers(KafkaSettings settings) {
    String[] address = settings.bootstrapServers().split(":", 2);
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address[1])),
          CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Finding kafka(KafkaSettings settings) {
    try (TopicAdmin admin = TopicAdmin.connect(settings)) {
      var differences = admin.check(Topics.all(1));
      String found =
          "cluster %s answers at %s".formatted(admin.clusterId(), settings.bootstrapServers());
      return differences.isEmpty()
          ? Finding.good("Kafka", found + ", all topics are right")
          : Finding.optional(
              "Kafka",
              "%s, %d settings of topics differ".formatted(found, differences.size()),
              "See: waymark topics check --bootstrap-servers " + settings.bootstrapServers());
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
