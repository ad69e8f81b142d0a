package org.waymark.bridge.ros1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.Ros1Writer;

/**
 * Offers a topic. A message is encoded once, whoever listens, and not at all when nobody does. Safe
 * for use by many threads.
 *
 * @param <M> the record of the topic's messages
 */
public final class Publisher<M> implements Registration, AutoCloseable {

  private static final int FIRST_CAPACITY = 256;

  private final NodeContext node;
  private final String topic;
  private final MessageType<M> type;
  private final int queueSize;
  private final boolean latched;
  private final Consumer<Publisher<M>> onClose;
  private final List<SubscriberLink> links = new CopyOnWriteArrayList<>();
  private final AtomicInteger holders = new AtomicInteger(1);
  private final AtomicLong droppedBefore = new AtomicLong();
  private volatile int capacity = FIRST_CAPACITY;
  private @Nullable ByteBuffer last;
  private boolean closed;

  Publisher(
      NodeContext node,
      String topic,
      MessageType<M> type,
      int queueSize,
      boolean latched,
      Consumer<Publisher<M>> onClose) {
    this.node = node;
    this.topic = topic;
    this.type = type;
    this.queueSize = queueSize;
    this.latched = latched;
    this.onClose = onClose;
  }

  /** The full name. */
  public String topic() {
    return topic;
  }

  public MessageType<M> type() {
    return type;
  }

  /** Whether those who come later get the last message. */
  public boolean isLatched() {
    return latched;
  }

  /** How many listen now. */
  public int subscribers() {
    return links.size();
  }

  /** How many messages subscribers were too slow for. */
  public long dropped() {
    return droppedBefore.get() + links.stream().mapToLong(SubscriberLink::dropped).sum();
  }

  List<LinkState> links() {
    return links.stream().map(SubscriberLink::state).toList();
  }

  /**
   * Hands a message to everybody who listens; never waits for a slow one.
   *
   * @throws IllegalArgumentException when the message holds a time that ROS 1 cannot tell
   */
  public void publish(M message) {
    if (!latched && links.isEmpty()) {
      return;
    }
    ByteBuffer framed = encode(message);
    synchronized (this) {
      if (latched) {
        last = framed;
      }
      links.forEach(link -> link.send(framed));
    }
  }

  /** Keeps the last message of a latched topic no longer for those who come later. */
  public synchronized void forget() {
    last = null;
  }

  private ByteBuffer encode(M message) {
    Ros1Writer writer = new Ros1Writer(capacity);
    writer.int32(0);
    type.write(message, writer);
    ByteBuffer framed = writer.written();
    framed.putInt(0, framed.remaining() - Integer.BYTES);
    capacity = framed.remaining();
    return framed;
  }

  /** Answers a subscriber, and serves it until it goes. */
  void serve(TcpRosChannel channel, ConnectionHeader request) throws IOException {
    String subscriber = request.get(ConnectionHeader.CALLER_ID);
    Optional<String> conflict = TopicTypes.conflict(topic, type, request, subscriber);
    if (conflict.isPresent()) {
      node.log().warn(conflict.get());
      channel.write(TcpRosServer.refusal(conflict.get()).toBytes());
      return;
    }
    channel.write(answer().toBytes());
    SubscriberLink link =
        new SubscriberLink(node.linkIds().incrementAndGet(), subscriber, channel, queueSize);
    if (add(link)) {
      try {
        link.serve();
      } finally {
        links.remove(link);
        droppedBefore.addAndGet(link.dropped());
      }
    }
  }

  private synchronized boolean add(SubscriberLink link) {
    if (closed) {
      return false;
    }
    if (last != null) {
      link.send(last);
    }
    links.add(link);
    return true;
  }

  private ConnectionHeader answer() {
    return new ConnectionHeader(
        Map.of(
            ConnectionHeader.CALLER_ID, node.nodeName(),
            ConnectionHeader.TOPIC, topic,
            ConnectionHeader.TYPE, type.name(),
            ConnectionHeader.MD5, type.md5(),
            ConnectionHeader.DEFINITION, type.definition(),
            ConnectionHeader.LATCHING, latched ? "1" : "0"));
  }

  @Override
  public void register(MasterClient master) throws IOException {
    master.registerPublisher(topic, type.name());
  }

  @Override
  public void unregister(MasterClient master) throws IOException {
    master.unregisterPublisher(topic);
  }

  /** One more part of the program publishes through this. */
  void hold() {
    holders.incrementAndGet();
  }

  /** Stops offering the topic, when nobody else in this program offers it. */
  @Override
  public void close() {
    if (holders.decrementAndGet() <= 0) {
      stop();
    }
  }

  /** Stops offering the topic, whoever offers it. */
  void stop() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    onClose.accept(this);
    links.forEach(SubscriberLink::close);
  }
}
