package org.waymark.bridge.ros1;

import java.util.List;

/**
 * One connection between two nodes, as tools see it.
 *
 * @param peer the other node: its address where it publishes, its name where it listens
 * @param incoming whether messages come to this node
 * @param bytes of messages since the link was made
 * @param messages since the link was made
 * @param dropped messages that were too many for somebody slow
 */
record LinkState(
    int id,
    String peer,
    boolean incoming,
    boolean connected,
    long bytes,
    long messages,
    long dropped) {

  /** One entry of {@code getBusInfo}. */
  List<Object> busInfo(String topic) {
    return List.of(id, peer, incoming ? "i" : "o", TcpRosServer.PROTOCOL, topic, connected);
  }

  /** One entry of {@code getBusStats}; XML-RPC counts to 2^31. */
  List<Object> busStats() {
    int kept = (int) Math.min(Integer.MAX_VALUE, bytes);
    int count = (int) Math.min(Integer.MAX_VALUE, incoming ? dropped : messages);
    return List.of(id, kept, count, connected);
  }
}
