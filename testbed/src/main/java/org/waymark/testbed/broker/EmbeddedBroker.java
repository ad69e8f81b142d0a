package org.waymark.testbed.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.WaymarkException;

/**
 * A Kafka broker in KRaft mode inside this process, on loopback. It keeps its data in a directory:
 * started again there, it goes on where it was.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.start(directory, EmbeddedBroker.ANY_PORT)) {
 *   connect(broker.bootstrapServers());
 * }
 * }</pre>
 *
 * <p>Kafka has no public interface for this. The internal classes that it takes are used in this
 * file only, and the version is pinned.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** Lets the operating system choose a free port. */
  public static final int ANY_PORT = 0;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(10);
  private static final int BACKLOG = 50;

  private final DirectoryLock lock;
  private final SharedServer shared;
  private final ControllerServer controller;
  private final BrokerServer broker;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(
      DirectoryLock lock, KafkaConfig config, ServerSocketChannel controllerSocket)
      throws IOException {
    this.lock = lock;
    var logDirectories = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    var controllerAddress = (InetSocketAddress) controllerSocket.getLocalAddress();
    // The controller's port must be known before it starts, so its socket is bound beforehand.
    ServerSocketFactory sockets =
        (listener, address, backlog, receiveBuffer) ->
            listener.equals(BrokerConfig.CONTROLLER)
                ? controllerSocket
                : ServerSocketFactory.INSTANCE.openServerSocket(
                    listener, address, backlog, receiveBuffer);
    shared =
        new SharedServer(
            config,
            logDirectories._1(),
            Time.SYSTEM,
            new Metrics(),
            CompletableFuture.completedFuture(Map.of(BrokerConfig.NODE_ID, controllerAddress)),
            List.of(),
            new StandardFaultHandlerFactory(),
            sockets);
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), logDirectories._2());
    broker = new BrokerServer(shared);
    try {
      controller.startup();
      broker.startup();
      port = broker.boundPort(new ListenerName(BrokerConfig.PLAINTEXT));
    } catch (RuntimeException | Error e) {
      shutDownServers();
      throw e;
    }
  }

  /**
   * Starts a broker; returns when it serves.
   *
   * @param directory where it keeps its data; made if absent
   * @param port on loopback, or {@link #ANY_PORT}
   * @throws WaymarkException when the port is taken, or the directory cannot be used or is in use
   */
  public static EmbeddedBroker start(Path directory, int port) {
    requireFree(port);
    try {
      DirectoryLock lock = DirectoryLock.acquire(directory);
      try {
        return start(lock, directory, port);
      } catch (IOException | RuntimeException | Error e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new WaymarkException(
          "the broker cannot use %s: %s".formatted(directory.toAbsolutePath(), e), e);
    }
  }

  private static EmbeddedBroker start(DirectoryLock lock, Path directory, int port)
      throws IOException {
    ServerSocketChannel controllerSocket = openControllerSocket();
    try {
      int controllerPort = ((InetSocketAddress) controllerSocket.getLocalAddress()).getPort();
      formatIfNew(directory);
      KafkaConfig config =
          new KafkaConfig(BrokerConfig.of(directory.toAbsolutePath(), port, controllerPort), false);
      return new EmbeddedBroker(lock, config, controllerSocket);
    } catch (KafkaException e) {
      controllerSocket.close();
      throw new WaymarkException(
          "the broker cannot start in %s: %s".formatted(directory.toAbsolutePath(), e.getMessage()),
          e);
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new WaymarkException(
          "port %s on %s cannot be used (%s); choose another with --port, or 0 for any free one"
              .formatted(Integer.toString(port), BrokerConfig.LOOPBACK, e.getMessage()),
          e);
    }
  }

  private static ServerSocketChannel openControllerSocket() throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    socket.configureBlocking(false);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ANY_PORT), BACKLOG);
    return socket;
  }

  private static void formatIfNew(Path directory) throws IOException {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setNodeId(BrokerConfig.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(directory.toAbsolutePath().toString())
          .setMetadataLogDirectory(directory.toAbsolutePath().toString())
          .setControllerListenerName(BrokerConfig.CONTROLLER)
          .setIgnoreFormatted(true)
          .setHasDynamicQuorum(false)
          .setPrintStream(nowhere)
          .run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new WaymarkException(
          "the broker cannot format %s: %s".formatted(directory.toAbsolutePath(), e.getMessage()),
          e);
    }
  }

  /** What clients connect to, as {@code host:port}. */
  public String bootstrapServers() {
    return BrokerConfig.LOOPBACK + ":" + port;
  }

  /** The port that it serves on. */
  public int port() {
    return port;
  }

  /** Stops the broker; its data stays. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    shutDownServers();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("The data directory stays locked until this process ends", e);
    }
  }

  private void shutDownServers() {
    broker.shutdown(SHUTDOWN_PATIENCE);
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }
}
