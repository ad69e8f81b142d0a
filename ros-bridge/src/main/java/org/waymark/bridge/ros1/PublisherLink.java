package org.waymark.bridge.ros1;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;

/**
 * A subscriber's connection to one publisher, made again whenever it ends, until it is stopped.
 *
 * <p>A silent publisher is asked for its process id: a live one answers and is left alone, however
 * long it says nothing; one that was started anew, or answers no more, is connected again. So is a
 * connection that a dead network left half open.
 */
final class PublisherLink {

  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2000;
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final int UNANSWERED_PROBES = 2;

  private final NodeContext node;
  private final String uri;
  private final Subscriber<?> subscriber;
  private final RosClient publisher;
  private final int id;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicBoolean probing = new AtomicBoolean();

  private volatile @Nullable TcpRosChannel channel;
  private volatile boolean retired;
  private volatile int pid;
  private volatile long heardNanos;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong messages = new AtomicLong();
  private String complaint = "";
  private long pauseMs = FIRST_PAUSE_MS;

  /**
   * @param uri where the publisher's node answers
   */
  PublisherLink(NodeContext node, URI uri, Subscriber<?> subscriber) {
    this.node = node;
    this.uri = uri.toString();
    this.subscriber = subscriber;
    this.publisher = new RosClient(uri, node.nodeName());
    this.id = node.linkIds().incrementAndGet();
  }

  void start() {
    Thread.ofVirtual().name("ros-in-" + subscriber.topic()).start(this::run);
  }

  String uri() {
    return uri;
  }

  LinkState state() {
    return new LinkState(
        id, uri, true, channel != null, bytes.get(), messages.get(), subscriber.dropped());
  }

  boolean isConnected() {
    return channel != null;
  }

  /** Ends the link. */
  void stop() {
    stopped.countDown();
    disconnect();
  }

  /**
   * The master names this publisher, or does so no more. A master that was started anew knows none
   * of the nodes that do not register again, so a connection that works is kept; it is not made
   * again.
   *
   * @return whether the link goes on
   */
  boolean keep(boolean listed) {
    retired = !listed;
    return listed || isConnected();
  }

  private boolean isOver() {
    return stopped.getCount() == 0;
  }

  private void run() {
    try {
      do {
        try {
          connectAndRead();
        } catch (ClosedChannelException e) {
          // closed here, for a reason that was said
        } catch (EOFException e) {
          complain("it closed the connection");
        } catch (IOException e) {
          complain(FileFailure.reason(e));
        } catch (RuntimeException e) {
          complain("unexpected failure: " + e);
        } finally {
          disconnect();
        }
        if (retired) {
          subscriber.forget(this);
          return;
        }
      } while (!stopped.await(nextPause(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long nextPause() {
    long pause = pauseMs;
    pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    return pause;
  }

  private void connectAndRead() throws IOException {
    pid = publisher.pid();
    try (TcpRosChannel connection = open()) {
      connection.write(request().toBytes());
      check(connection.readHeader());
      heardNanos = System.nanoTime();
      unanswered.set(0);
      channel = connection;
      if (!complaint.isEmpty()) {
        node.log().info("%s is connected to %s again".formatted(subscriber.topic(), uri));
        complaint = "";
      }
      while (!isOver()) {
        ByteBuffer message = connection.readMessage();
        pauseMs = FIRST_PAUSE_MS;
        bytes.addAndGet(message.remaining());
        messages.incrementAndGet();
        subscriber.receive(message);
      }
    }
  }

  private TcpRosChannel open() throws IOException {
    Object answer =
        publisher.call("requestTopic", subscriber.topic(), List.of(List.of(TcpRosServer.PROTOCOL)));
    if (answer instanceof List<?> parts
        && parts.size() == TcpRosServer.PARAMETERS
        && parts.get(1) instanceof String host
        && parts.get(2) instanceof Integer port
        && port > 0
        && port <= 0xffff) {
      return TcpRosChannel.connect(host, port);
    }
    throw new IOException("it offers no TCPROS connection");
  }

  private ConnectionHeader request() {
    return new ConnectionHeader(
        Map.of(
            ConnectionHeader.CALLER_ID, node.nodeName(),
            ConnectionHeader.TOPIC, subscriber.topic(),
            ConnectionHeader.TYPE, subscriber.type().name(),
            ConnectionHeader.MD5, subscriber.type().md5(),
            ConnectionHeader.DEFINITION, subscriber.type().definition(),
            ConnectionHeader.NO_DELAY, "1"));
  }

  private void check(ConnectionHeader answer) throws IOException {
    String error = answer.get(ConnectionHeader.ERROR);
    Optional<String> conflict =
        TopicTypes.conflict(
            subscriber.topic(),
            subscriber.type(),
            answer,
            answer.fields().getOrDefault(ConnectionHeader.CALLER_ID, uri));
    if (!error.isEmpty()) {
      throw new RosCallException("it refuses the connection: " + error);
    }
    if (conflict.isPresent()) {
      throw new RosCallException(conflict.get());
    }
  }

  /** Says each reason once, however often it is met. */
  private void complain(String reason) {
    if (!isOver() && !retired && !reason.equals(complaint)) {
      complaint = reason;
      node.log()
          .warn(
              "%s: no connection to %s: %s; it is tried again until it succeeds"
                  .formatted(subscriber.topic(), uri, reason));
    }
  }

  private void disconnect() {
    TcpRosChannel connection = channel;
    channel = null;
    if (connection != null) {
      connection.close();
    }
  }

  /** Called now and then, from one thread; does not wait. */
  void watch() {
    TcpRosChannel connection = channel;
    if (connection == null) {
      return;
    }
    long heard = Math.max(heardNanos, connection.lastReadNanos());
    if (System.nanoTime() - heard > SILENCE.toNanos() && probing.compareAndSet(false, true)) {
      Thread.ofVirtual().start(() -> probe(connection));
    }
  }

  private void probe(TcpRosChannel connection) {
    try {
      if (publisher.pid() == pid) {
        unanswered.set(0);
        heardNanos = System.nanoTime();
      } else {
        giveUp(connection, "it was started anew");
      }
    } catch (SocketTimeoutException e) {
      if (unanswered.incrementAndGet() >= UNANSWERED_PROBES) {
        giveUp(connection, "it has stopped answering");
      }
    } catch (IOException e) {
      giveUp(connection, "it is gone: " + FileFailure.reason(e));
    } finally {
      probing.set(false);
    }
  }

  private void giveUp(TcpRosChannel connection, String reason) {
    node.log().warn("%s: publisher %s: %s".formatted(subscriber.topic(), uri, reason));
    connection.close();
  }
}
