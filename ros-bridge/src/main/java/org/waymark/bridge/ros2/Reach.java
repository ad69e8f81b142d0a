package org.waymark.bridge.ros2;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/**
 * How far a node is seen, and how it finds others.
 *
 * @param configuration Cyclone's configuration; empty where {@code CYCLONEDDS_URI} has it, which
 *     the library reads itself
 * @param words the same for people
 */
record Reach(Optional<String> configuration, String words) {

  private static final String RANGE = "ROS_AUTOMATIC_DISCOVERY_RANGE";
  private static final String LOCALHOST_ONLY = "ROS_LOCALHOST_ONLY";
  private static final String PEERS = "ROS_STATIC_PEERS";
  private static final String CYCLONE = "CYCLONEDDS_URI";

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9_.:%-]+");

  /** Where there is no multicast, each of these many nodes of a computer is called upon. */
  private static final int MAX_NODES = 100;

  /** The interface that no other computer sees; it has no multicast. */
  private static final String LOOPBACK =
      "<General><Interfaces><NetworkInterface address=\"127.0.0.1\"/></Interfaces>"
          + "<AllowMulticast>false</AllowMulticast></General>";

  /** So that a slow reader costs the oldest message of a queue, not the newest. */
  private static final String QUEUES =
      "<Internal><Watermarks><WhcHigh>16 MiB</WhcHigh><WhcHighInit>16 MiB</WhcHighInit>"
          + "</Watermarks></Internal>";

  private static final String NO_MULTICAST =
      "<General><AllowMulticast>false</AllowMulticast></General>";

  /**
   * What the environment asks for: {@code CYCLONEDDS_URI} goes first, then {@code
   * ROS_AUTOMATIC_DISCOVERY_RANGE} and {@code ROS_STATIC_PEERS}, then {@code ROS_LOCALHOST_ONLY}.
   * Where nothing is said, this computer alone.
   *
   * @throws WaymarkException when a variable says something that is not known
   */
  static Reach of(Map<String, String> environment) {
    if (!value(environment, CYCLONE).isEmpty()) {
      return new Reach(Optional.empty(), "as CYCLONEDDS_URI says");
    }
    List<String> peers =
        Arrays.stream(value(environment, PEERS).split(";", -1))
            .map(String::strip)
            .filter(peer -> !peer.isEmpty())
            .toList();
    for (String peer : peers) {
      if (!ADDRESS.matcher(peer).matches()) {
        throw new WaymarkException(
            "%s holds %s: write addresses with semicolons between".formatted(PEERS, peer));
      }
    }
    String range = value(environment, RANGE).toUpperCase(Locale.ROOT);
    return switch (range.isEmpty() ? oldRange(environment) : range) {
      case "SUBNET", "SYSTEM_DEFAULT" ->
          new Reach(
              Optional.of(domain("", peers.isEmpty() ? "" : discovery(peers))),
              "the network, by multicast");
      case "LOCALHOST" ->
          peers.isEmpty()
              ? new Reach(Optional.of(domain(LOOPBACK, discovery(peers))), "this computer alone")
              : new Reach(
                  Optional.of(domain(NO_MULTICAST, discovery(peers))),
                  "this computer and " + String.join(", ", peers));
      default ->
          throw new WaymarkException(
              "%s is %s: write LOCALHOST or SUBNET".formatted(RANGE, environment.get(RANGE)));
    };
  }

  /** As before ROS 2 Iron; unset is this computer alone, unlike there. */
  private static String oldRange(Map<String, String> environment) {
    String only = value(environment, LOCALHOST_ONLY);
    return switch (only) {
      case "", "1" -> "LOCALHOST";
      case "0" -> "SUBNET";
      default ->
          throw new WaymarkException("%s is %s: write 0 or 1".formatted(LOCALHOST_ONLY, only));
    };
  }

  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private static String domain(String general, String discovery) {
    return "<CycloneDDS><Domain Id=\"any\">%s%s%s</Domain></CycloneDDS>"
        .formatted(general, discovery, QUEUES);
  }

  private static String discovery(List<String> peers) {
    return ("<Discovery><ParticipantIndex>auto</ParticipantIndex><MaxAutoParticipantIndex>%d"
            + "</MaxAutoParticipantIndex><Peers><Peer address=\"127.0.0.1\"/>%s</Peers></Discovery>")
        .formatted(
            MAX_NODES,
            peers.stream()
                .map(peer -> "<Peer address=\"" + peer + "\"/>")
                .collect(Collectors.joining()));
  }
}
