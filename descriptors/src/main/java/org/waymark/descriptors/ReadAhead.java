package org.waymark.descriptors;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.waymark.core.Futures;

/**
 * Works on items ahead of their consumer: some threads compute, the caller consumes in order, and
 * no more than a fixed number of results wait.
 */
final class ReadAhead implements AutoCloseable {

  private final ExecutorService workers;
  private final int depth;

  /**
   * Starts the threads at first use.
   *
   * @param threads that compute
   * @param depth items computed or waiting at any time
   */
  ReadAhead(int threads, int depth) {
    this.depth = depth;
    workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("waymark-decode-", 0).daemon().factory());
  }

  /** Consumes all items with their results; the first failure, of either side, ends it. */
  <T, R> void run(Iterator<T> items, Function<T, R> compute, BiConsumer<T, R> consume) {
    record Pending<T, R>(T item, Future<R> result) {}
    ArrayDeque<Pending<T, R>> pending = new ArrayDeque<>();
    while (items.hasNext() || !pending.isEmpty()) {
      while (items.hasNext() && pending.size() < depth) {
        T item = items.next();
        pending.add(new Pending<>(item, workers.submit(() -> compute.apply(item))));
      }
      Pending<T, R> next = pending.remove();
      consume.accept(next.item(), Futures.await(next.result(), "describing pictures"));
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
