package org.waymark.bridge.ros1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A publisher's connection to one subscriber. Messages wait in its queue and are written by a
 * thread of its own, so that a slow or frozen subscriber keeps nobody else waiting.
 */
final class SubscriberLink {

  private final int id;
  private final String subscriber;
  private final TcpRosChannel channel;
  private final MessageQueue<ByteBuffer> waiting;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong messages = new AtomicLong();

  SubscriberLink(int id, String subscriber, TcpRosChannel channel, int queueSize) {
    this.id = id;
    this.subscriber = subscriber;
    this.channel = channel;
    this.waiting = new MessageQueue<>(queueSize);
  }

  /** Hands over a message with its length before it; the bytes must not change. Never waits. */
  void send(ByteBuffer framed) {
    waiting.put(framed.duplicate());
  }

  /** Writes what comes until the connection ends. */
  void serve() {
    Thread writer = Thread.ofVirtual().name("ros-out-" + subscriber).start(this::write);
    try {
      channel.awaitEnd();
    } catch (IOException e) {
      // the other side ended, in whichever way
    } finally {
      channel.close();
      writer.interrupt();
    }
  }

  private void write() {
    try {
      while (true) {
        ByteBuffer framed = waiting.take();
        int size = framed.remaining();
        channel.write(framed);
        bytes.addAndGet(size);
        messages.incrementAndGet();
      }
    } catch (InterruptedException | IOException e) {
      channel.close();
    }
  }

  long dropped() {
    return waiting.dropped();
  }

  LinkState state() {
    return new LinkState(id, subscriber, false, true, bytes.get(), messages.get(), dropped());
  }

  void close() {
    channel.close();
  }
}
