package org.waymark.bridge.ros1;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Messages that wait for somebody slow. When it is full, the oldest goes and is counted. */
final class MessageQueue<T> {

  private final BlockingQueue<T> waiting;
  private final AtomicLong dropped = new AtomicLong();

  MessageQueue(int capacity) {
    waiting = new ArrayBlockingQueue<>(capacity);
  }

  /** Never waits. */
  void put(T message) {
    while (!waiting.offer(message)) {
      if (waiting.poll() != null) {
        dropped.incrementAndGet();
      }
    }
  }

  T take() throws InterruptedException {
    return waiting.take();
  }

  long dropped() {
    return dropped.get();
  }
}
