package org.waymark.bridge.ros1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.ros1.xmlrpc.XmlRpcCall;
import org.waymark.bridge.ros1.xmlrpc.XmlRpcServer;

/** As much of ROS's master as two nodes need to find each other, for machines without ROS. */
final class TinyMaster implements AutoCloseable {

  private static final AtomicInteger STARTS = new AtomicInteger();

  final Map<String, Object> parameters = new ConcurrentHashMap<>();
  private final Map<String, String> nodes = new LinkedHashMap<>();
  private final Map<String, Set<String>> publishers = new LinkedHashMap<>();
  private final Map<String, Set<String>> subscribers = new LinkedHashMap<>();
  private final int pid = STARTS.incrementAndGet();
  private final XmlRpcServer server;

  TinyMaster(int port) throws IOException {
    server =
        new XmlRpcServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), this::handle);
  }

  int port() {
    return server.port();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  private synchronized Object handle(XmlRpcCall call) {
    List<String> texts = RosClient.strings(call.arguments());
    return switch (call.method()) {
      case "getPid" -> done(pid);
      case "lookupNode" -> found(nodes.get(texts.get(1)));
      case "getParam" -> found(parameters.get(texts.get(1)));
      case "registerPublisher" -> {
        join(texts.get(0), texts.get(3));
        publishers.computeIfAbsent(texts.get(1), topic -> new LinkedHashSet<>()).add(texts.get(3));
        tell(texts.get(1));
        yield done(List.of());
      }
      case "registerSubscriber" -> {
        join(texts.get(0), texts.get(3));
        subscribers.computeIfAbsent(texts.get(1), topic -> new LinkedHashSet<>()).add(texts.get(3));
        yield done(List.copyOf(publishers.getOrDefault(texts.get(1), Set.of())));
      }
      case "unregisterPublisher" -> {
        publishers.getOrDefault(texts.get(1), new LinkedHashSet<>()).remove(texts.get(2));
        tell(texts.get(1));
        yield done(1);
      }
      case "unregisterSubscriber" -> done(1);
      default -> throw new IllegalArgumentException(call.method());
    };
  }

  private static List<Object> done(Object value) {
    return List.of(1, "", value);
  }

  private static List<Object> found(@Nullable Object value) {
    return value == null ? List.of(-1, "unknown", 0) : done(value);
  }

  private void join(String name, String uri) {
    String old = nodes.put(name, uri);
    if (old != null && !old.equals(uri)) {
      send(old, "shutdown", "new node registered with same name");
    }
  }

  private void tell(String topic) {
    for (String uri : subscribers.getOrDefault(topic, Set.of())) {
      send(uri, "publisherUpdate", topic, new ArrayList<>(publishers.get(topic)));
    }
  }

  private static void send(String uri, String method, Object... arguments) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var _ = new RosClient(URI.create(uri), "/master").call(method, arguments);
              } catch (IOException e) {
                // a node that is gone
              }
            });
  }

  @Override
  public void close() {
    server.close();
  }
}
