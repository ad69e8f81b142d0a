package org.waymark.bridge.ros2;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.waymark.core.WaymarkException;

/**
 * How far a node is seen, and how it finds others.
 *
 * @param configuration Cyclone's configuration; what {@code CYCLONEDDS_URI} says comes last, and
 *     wins where it says something else
 * @param words the same for people
 */
record Reach(String configuration, String words) {

  private static final String RANGE = "ROS_AUTOMATIC_DISCOVERY_RANGE";
  private static final String LOCALHOST_ONLY = "ROS_LOCALHOST_ONLY";
  private static final String PEERS = "ROS_STATIC_PEERS";
  private static final String CYCLONE = "CYCLONEDDS_URI";

  private static final String THIS_COMPUTER = "this computer alone";

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9_.:%-]+");

  /** Where there is no multicast, each of these many nodes of a computer is called upon. */
  private static final int MAX_NODES = 100;

  /** The interface that no other computer sees; it has no multicast. Where nothing is said. */
  private static final String LOOPBACK =
      "<General><Interfaces><NetworkInterface address=\"127.0.0.1\"/></Interfaces>"
          + "<AllowMulticast>false</AllowMulticast></General>";

  /**
   * Loopback and the network's interface, without multicast, and asking this computer alone: ROS
   * 2's nodes that are limited to this computer use the one or the other, by their version.
   */
  private static final String BOTH =
      "<General><Interfaces><NetworkInterface address=\"127.0.0.1\"/>"
          + "<NetworkInterface autodetermine=\"true\"/></Interfaces>"
          + "<AllowMulticast>false</AllowMulticast></General>";

  /** So that a slow reader costs the oldest message of a queue, not the newest. */
  private static final String QUEUES =
      "<Internal><Watermarks><WhcHigh>16 MiB</WhcHigh><WhcHighInit>16 MiB</WhcHighInit>"
          + "</Watermarks></Internal>";

  /**
   * What the environment asks for: {@code ROS_LOCALHOST_ONLY=1} goes first, then {@code
   * ROS_AUTOMATIC_DISCOVERY_RANGE} and {@code ROS_STATIC_PEERS}, as in ROS 2; {@code
   * CYCLONEDDS_URI} is added. Where nothing is said, loopback alone.
   *
   * @throws WaymarkException when a variable says something that is not known
   */
  static Reach of(Map<String, String> environment) {
    return of(environment, hasNetwork());
  }

  /**
   * As the other, on a computer that may be on a network.
   *
   * @param network whether it has an interface beside loopback; Cyclone refuses to be told of one
   *     interface twice
   */
  static Reach of(Map<String, String> environment, boolean network) {
    String both = network ? BOTH : LOOPBACK;
    String only = value(environment, LOCALHOST_ONLY);
    Reach reach =
        switch (only) {
          case "1" -> new Reach(domain(both, discovery(List.of())), THIS_COMPUTER);
          case "", "0" -> ofRange(environment, only.isEmpty() ? "" : "SUBNET", both);
          default ->
              throw new WaymarkException("%s is %s: write 0 or 1".formatted(LOCALHOST_ONLY, only));
        };
    String more = value(environment, CYCLONE);
    return more.isEmpty()
        ? reach
        : new Reach(
            reach.configuration() + "," + more, reach.words() + ", and as CYCLONEDDS_URI says");
  }

  private static Reach ofRange(Map<String, String> environment, String otherwise, String both) {
    List<String> peers = peers(environment);
    String given = value(environment, RANGE).toUpperCase(Locale.ROOT);
    return switch (given.isEmpty() ? otherwise : given) {
      case "SUBNET", "SYSTEM_DEFAULT" ->
          new Reach(
              domain("", peers.isEmpty() ? "" : discovery(peers)), "the network, by multicast");
      case "LOCALHOST" ->
          new Reach(
              domain(both, discovery(peers)),
              peers.isEmpty() ? THIS_COMPUTER : "this computer and " + String.join(", ", peers));
      case "" ->
          peers.isEmpty()
              ? new Reach(domain(LOOPBACK, discovery(peers)), THIS_COMPUTER)
              : new Reach(
                  domain(both, discovery(peers)), "this computer and " + String.join(", ", peers));
      default ->
          throw new WaymarkException(
              "%s is %s: write LOCALHOST or SUBNET".formatted(RANGE, environment.get(RANGE)));
    };
  }

  private static boolean hasNetwork() {
    try {
      return NetworkInterface.networkInterfaces()
          .anyMatch(
              each ->
                  isUpBesideLoopback(each)
                      && each.inetAddresses().anyMatch(Inet4Address.class::isInstance));
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean isUpBesideLoopback(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }

  private static List<String> peers(Map<String, String> environment) {
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
    return peers;
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
