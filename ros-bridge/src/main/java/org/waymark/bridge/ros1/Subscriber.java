package org.waymark.bridge.ros1;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.waymark.bridge.graph.MessageListener;
import org.waymark.bridge.message.MalformedMessageException;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.Ros1Reader;

/**
 * Listens to a topic, whoever publishes it now. Listeners are called one after the other on a
 * thread that belongs to the subscriber; while they are busy, messages wait, and of too many the
 * newest are kept. Safe for use by many threads.
 *
 * @param <M> the record of the topic's messages
 */
public final class Subscriber<M> implements Registration, AutoCloseable {

  private record Received<M>(M message, long nanos) {}

  private final NodeContext node;
  private final String topic;
  private final MessageType<M> type;
  private final MessageQueue<Received<M>> waiting;
  private final Consumer<Subscriber<M>> onClose;
  private final List<MessageListener<M>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, PublisherLink> links = new ConcurrentHashMap<>();
  private final AtomicLong malformed = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final Thread delivery;
  private volatile boolean closed;

  Subscriber(
      NodeContext node,
      String topic,
      MessageType<M> type,
      int queueSize,
      Consumer<Subscriber<M>> onClose) {
    this.node = node;
    this.topic = topic;
    this.type = type;
    this.waiting = new MessageQueue<>(queueSize);
    this.onClose = onClose;
    this.delivery =
        Thread.ofPlatform().daemon().name("ros-listener-" + topic).unstarted(this::deliver);
  }

  void start() {
    delivery.start();
  }

  /** The full name. */
  public String topic() {
    return topic;
  }

  public MessageType<M> type() {
    return type;
  }

  /** From now on the listener gets every message that is not dropped. */
  public void addMessageListener(MessageListener<M> listener) {
    listeners.add(listener);
  }

  /** How many publishers are connected now. */
  public int publishers() {
    return (int) links.values().stream().filter(PublisherLink::isConnected).count();
  }

  /** How many messages came, those that were dropped or malformed included. */
  public long received() {
    return received.get();
  }

  /** How many messages the listeners were too slow for. */
  public long dropped() {
    return waiting.dropped();
  }

  /** How many messages could not be read. */
  public long malformed() {
    return malformed.get();
  }

  List<LinkState> links() {
    return links.values().stream().map(PublisherLink::state).toList();
  }

  void watch() {
    links.values().forEach(PublisherLink::watch);
  }

  /** Takes a message's bytes, which are not looked at afterwards. */
  void receive(ByteBuffer bytes) {
    received.incrementAndGet();
    try {
      waiting.put(new Received<>(Ros1Reader.fromBytes(type, bytes), node.clock().now()));
    } catch (MalformedMessageException e) {
      if (malformed.getAndIncrement() == 0) {
        node.log().warn("%s: %s; others like it are counted".formatted(topic, e.getMessage()));
      }
    }
  }

  private void deliver() {
    try {
      while (true) {
        Received<M> next = waiting.take();
        for (MessageListener<M> listener : listeners) {
          deliver(next, listener);
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void deliver(Received<M> next, MessageListener<M> listener) {
    try {
      listener.onMessage(next.message(), next.nanos());
    } catch (RuntimeException e) {
      node.log().error("%s: a listener failed: %s".formatted(topic, e));
    }
  }

  /** The registration's answer can be older than an update, so it takes nothing away. */
  @Override
  public void register(MasterClient master) throws IOException {
    connect(master.registerSubscriber(topic, type.name()));
  }

  @Override
  public void unregister(MasterClient master) throws IOException {
    master.unregisterSubscriber(topic);
  }

  /** The master tells who publishes now. */
  void updatePublishers(List<String> uris) {
    Set<String> listed = new HashSet<>(uris);
    for (PublisherLink link : List.copyOf(links.values())) {
      if (!link.keep(listed.contains(link.uri()))) {
        forget(link);
      }
    }
    connect(uris);
  }

  private void connect(List<String> uris) {
    for (String uri : uris) {
      try {
        links.computeIfAbsent(uri, this::link).keep(true);
      } catch (IllegalArgumentException e) {
        node.log().warn("%s: a publisher's address is none: %s".formatted(topic, uri));
      }
    }
    if (closed) {
      links.values().forEach(PublisherLink::stop);
    }
  }

  private PublisherLink link(String uri) {
    PublisherLink link = new PublisherLink(node, URI.create(uri), this);
    link.start();
    return link;
  }

  void forget(PublisherLink link) {
    links.remove(link.uri(), link);
    link.stop();
  }

  /** Stops listening. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      links.values().forEach(PublisherLink::stop);
      delivery.interrupt();
    }
  }
}
