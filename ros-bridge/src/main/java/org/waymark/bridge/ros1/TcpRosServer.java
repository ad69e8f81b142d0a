package org.waymark.bridge.ros1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Takes the connections of those who subscribe to this node's topics. */
final class TcpRosServer implements AutoCloseable {

  static final String PROTOCOL = "TCPROS";

  /** The protocol's name, the host and the port. */
  static final int PARAMETERS = 3;

  private static final int MAX_CONNECTIONS = 512;
  private static final long PAUSE_NANOS = 100_000_000;

  private final ServerSocketChannel server;
  private final String advertisedHost;
  private final Function<String, Optional<Publisher<?>>> publishers;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  /**
   * Listens.
   *
   * @param publishers the publisher of a topic
   */
  TcpRosServer(ListenAddress address, Function<String, Optional<Publisher<?>>> publishers)
      throws IOException {
    this.server = ServerSocketChannel.open().bind(address.anyPort());
    this.advertisedHost = address.advertised();
    this.publishers = publishers;
    Thread.ofVirtual().name("ros-accept").start(this::accept);
  }

  /** What a subscriber is told to connect to. */
  List<Object> parameters() throws IOException {
    return List.of(
        PROTOCOL, advertisedHost, ((InetSocketAddress) server.getLocalAddress()).getPort());
  }

  static ConnectionHeader refusal(String reason) {
    return new ConnectionHeader(Map.of(ConnectionHeader.ERROR, reason));
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        if (open.size() >= MAX_CONNECTIONS) {
          channel.close();
        } else {
          open.add(channel);
          Thread.ofVirtual().name("ros-out").start(() -> serve(channel));
        }
      } catch (IOException e) {
        // The server was closed, or the process has no more files to open for now.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      TcpRosChannel connection = new TcpRosChannel(channel);
      ConnectionHeader request = connection.readHeader();
      String topic = request.get(ConnectionHeader.TOPIC);
      Optional<Publisher<?>> publisher = publishers.apply(topic);
      if (publisher.isEmpty()) {
        connection.write(refusal("this node does not publish " + topic).toBytes());
        return;
      }
      publisher.get().serve(connection, request);
    } catch (IOException e) {
      // A peer that ends early or speaks another language is not served; it tries again if it can.
    } finally {
      open.remove(channel);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (SocketChannel channel : open) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing is to be had from them any more, which is what was wanted.
    }
  }
}
