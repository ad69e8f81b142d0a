package org.waymark.descriptors;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Collects prepared pictures until they make a batch, runs the network over them together and hands
 * out the results in the items' order, those without a picture in their places.
 */
final class Batches<T> {

  private record Waiting<T>(T item, Preparation preparation) {}

  private final int size;
  private final Function<List<Prepared>, List<NetworkRunner.Forwarded>> network;
  private final BiConsumer<? super T, Result> consumer;
  private final List<Waiting<T>> waiting = new ArrayList<>();

  /**
   * Starts with none waiting.
   *
   * @param size items that wait at most
   * @param network gives one descriptor for each picture, in order
   */
  Batches(
      int size,
      Function<List<Prepared>, List<NetworkRunner.Forwarded>> network,
      BiConsumer<? super T, Result> consumer) {
    this.size = size;
    this.network = network;
    this.consumer = consumer;
  }

  /** Takes the next item; when they are enough, consumes them. */
  void add(T item, Preparation preparation) {
    waiting.add(new Waiting<>(item, preparation));
    if (waiting.size() >= size) {
      finish();
    }
  }

  /** Consumes what waits. */
  void finish() {
    List<Prepared> pictures = new ArrayList<>();
    for (Waiting<T> next : waiting) {
      if (next.preparation() instanceof Preparation.Ready(Prepared picture)) {
        pictures.add(picture);
      }
    }
    Iterator<NetworkRunner.Forwarded> forwarded = network.apply(pictures).iterator();
    for (Waiting<T> next : waiting) {
      consumer.accept(
          next.item(),
          switch (next.preparation()) {
            case Preparation.Failed(String reason) -> new Result.Rejected(reason);
            case Preparation.Ready(Prepared picture) -> described(picture, forwarded.next());
          });
    }
    waiting.clear();
  }

  private static Result described(Prepared picture, NetworkRunner.Forwarded forwarded) {
    return new Result.Described(forwarded.descriptor(), picture.decodeNanos(), forwarded.nanos());
  }
}
