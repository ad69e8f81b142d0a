package org.waymark.bridge.ros1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.waymark.bridge.ros1.xmlrpc.XmlRpcCall;
import org.waymark.bridge.ros1.xmlrpc.XmlRpcServer;

/**
 * What the master, other nodes and tools may ask of a node: ROS 1's slave API. Every call begins
 * with the caller's name.
 */
final class SlaveApi implements XmlRpcServer.Handler {

  private static final int SUCCESS = 1;
  private static final int FAILURE = 0;
  private static final int ERROR = -1;

  private final URI master;
  private final NodeTopics topics;
  private final TcpRosServer tcpRos;
  private final BiConsumer<String, String> onShutdown;

  /**
   * @param onShutdown takes who asks this node to end, and why
   */
  SlaveApi(
      URI master, NodeTopics topics, TcpRosServer tcpRos, BiConsumer<String, String> onShutdown) {
    this.master = master;
    this.topics = topics;
    this.tcpRos = tcpRos;
    this.onShutdown = onShutdown;
  }

  @Override
  public Object handle(XmlRpcCall call) {
    try {
      return switch (call.method()) {
        case "getPid" -> done((int) ProcessHandle.current().pid());
        case "getMasterUri" -> done(master.toString());
        case "getSubscriptions" -> done(subscriptions());
        case "getPublications" -> done(publications());
        case "getBusInfo" -> done(busInfo());
        case "getBusStats" -> done(busStats());
        case "publisherUpdate" -> publisherUpdate(text(call, 1), call);
        case "paramUpdate" -> done(0);
        case "requestTopic" -> requestTopic(text(call, 1));
        case "shutdown" -> shutdown(call);
        default -> throw new IllegalArgumentException("there is no method " + call.method());
      };
    } catch (IndexOutOfBoundsException e) {
      return List.of(ERROR, call.method() + " takes more arguments", 0);
    }
  }

  private static List<Object> done(Object value) {
    return List.of(SUCCESS, "", value);
  }

  private static String text(XmlRpcCall call, int index) {
    return String.valueOf(call.arguments().get(index));
  }

  private List<Object> publisherUpdate(String topic, XmlRpcCall call) {
    List<String> publishers = RosClient.strings(call.arguments().get(2));
    topics.subscribers(topic).forEach(subscriber -> subscriber.updatePublishers(publishers));
    return done(0);
  }

  private List<Object> requestTopic(String topic) {
    if (topics.publisher(topic).isEmpty()) {
      return List.of(FAILURE, "this node does not publish " + topic, 0);
    }
    try {
      return done(tcpRos.parameters());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Object> shutdown(XmlRpcCall call) {
    String reason = call.arguments().size() > 1 ? text(call, 1) : "";
    onShutdown.accept(text(call, 0), reason);
    return done(0);
  }

  private List<Object> subscriptions() {
    return topics.subscribers().stream()
        .<Object>map(one -> List.of(one.topic(), one.type().name()))
        .distinct()
        .toList();
  }

  private List<Object> publications() {
    return topics.publishers().stream()
        .<Object>map(one -> List.of(one.topic(), one.type().name()))
        .toList();
  }

  private List<Object> busInfo() {
    Stream<Object> out =
        topics.publishers().stream()
            .flatMap(one -> one.links().stream().map(link -> link.busInfo(one.topic())));
    Stream<Object> in =
        topics.subscribers().stream()
            .flatMap(one -> one.links().stream().map(link -> link.busInfo(one.topic())));
    return Stream.concat(out, in).toList();
  }

  /** Of topics offered, topics listened to, and services, of which there are none. */
  private List<Object> busStats() {
    List<Object> offered = new ArrayList<>();
    for (Publisher<?> publisher : topics.publishers()) {
      List<LinkState> links = publisher.links();
      long sent = links.stream().mapToLong(LinkState::bytes).sum();
      offered.add(
          List.of(publisher.topic(), (int) Math.min(sent, Integer.MAX_VALUE), stats(links)));
    }
    List<Object> heard = new ArrayList<>();
    for (Subscriber<?> subscriber : topics.subscribers()) {
      heard.add(List.of(subscriber.topic(), stats(subscriber.links())));
    }
    return List.of(offered, heard, List.of());
  }

  private static List<List<Object>> stats(List<LinkState> links) {
    return links.stream().map(LinkState::busStats).toList();
  }
}
