package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Frames handed to the engine and not yet processed, by where they lie in Kafka. They come from the
 * polls of the stream threads, and in replay mode also from {@link ReadAhead}, before they are
 * polled. Safe for use by many threads.
 *
 * <p>Invariant: a frame read ahead lies behind the last poll of its partition, and the partition is
 * owned. So whatever is here will be polled and taken, or forgotten with its partition.
 */
final class PendingFrames {

  private final String topic;
  private final DescriptionEngine engine;
  private final Policy policy;
  private final Map<FrameKey, Entry> entries = new ConcurrentHashMap<>();

  /** For each owned partition, the offset behind its last poll. */
  private final Map<Integer, Long> polledTo = new ConcurrentHashMap<>();

  private final AtomicInteger aheadFrames = new AtomicInteger();
  private final AtomicLong aheadBytes = new AtomicLong();

  /** What is done with a poll. */
  sealed interface Policy {

    /**
     * All are answered. The first frame of a poll waits for all of them, so that no transaction is
     * open during inference.
     */
    record WholePolls() implements Policy {}

    /** Those are answered for which there is time, each as soon as it can be. */
    record Newest(StaleRule staleRule, Triage.Demand demand, InstantSource clock)
        implements Policy {}
  }

  /**
   * Makes an empty set.
   *
   * @param topic the frames topic; other records are left alone
   */
  PendingFrames(String topic, DescriptionEngine engine, Policy policy) {
    this.topic = topic;
    this.engine = engine;
    this.policy = policy;
  }

  /**
   * A frame under way.
   *
   * @param ahead its record's bytes while it was read ahead and not polled, otherwise 0
   */
  private record Entry(
      CompletableFuture<DescribedFrame> description,
      CompletableFuture<Void> wholePoll,
      AtomicInteger leftInPoll,
      long ahead) {}

  /**
   * A description and whether it ends its poll.
   *
   * @param last the last of its poll to be taken: a good moment to commit
   */
  record Taken(DescribedFrame frame, boolean last) {}

  /** The polls of one stream thread. */
  final class Polls {

    private final @Nullable Triage triage =
        policy instanceof Policy.Newest(StaleRule rule, Triage.Demand demand, InstantSource _)
            ? new Triage(rule, demand)
            : null;

    /** Hands in what one poll returned. */
    void prefetch(ConsumerRecords<byte[], byte[]> records) {
      List<ConsumerRecord<byte[], byte[]>> frames = new ArrayList<>();
      for (TopicPartition partition : records.partitions()) {
        List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
        if (!partition.topic().equals(topic) || ofPartition.isEmpty()) {
          continue;
        }
        polledTo.put(partition.partition(), ofPartition.getLast().offset() + 1);
        frames.addAll(ofPartition);
      }
      boolean[] answered = answered(frames);
      CompletableFuture<Void> wholePoll = new CompletableFuture<>();
      AtomicInteger left = new AtomicInteger(frames.size());
      List<CompletableFuture<DescribedFrame>> descriptions = new ArrayList<>(frames.size());
      for (int i = 0; i < answered.length; i++) {
        descriptions.add(submit(frames.get(i), answered[i], wholePoll, left));
      }
      completeAfter(descriptions, wholePoll);
    }

    private boolean[] answered(List<ConsumerRecord<byte[], byte[]>> frames) {
      if (triage == null || !(policy instanceof Policy.Newest newest)) {
        boolean[] all = new boolean[frames.size()];
        java.util.Arrays.fill(all, true);
        return all;
      }
      return triage.answered(
          frames.stream().map(PendingFrames::arrival).toList(),
          newest.clock().millis(),
          engine.serviceTime().millis(),
          engine.queued());
    }

    private CompletableFuture<DescribedFrame> submit(
        ConsumerRecord<byte[], byte[]> record,
        boolean answered,
        CompletableFuture<Void> wholePoll,
        AtomicInteger left) {
      return entries
          .compute(
              key(record),
              (_, ahead) -> {
                if (ahead == null) {
                  return new Entry(engine(record, answered), wholePoll, left, 0);
                }
                release(ahead);
                return new Entry(ahead.description(), wholePoll, left, 0);
              })
          .description();
    }

    /** Done when all are, well or not: a failure is the business of its own frame. */
    private void completeAfter(
        List<CompletableFuture<DescribedFrame>> descriptions, CompletableFuture<Void> wholePoll) {
      if (policy instanceof Policy.Newest) {
        wholePoll.complete(null);
        return;
      }
      var _ =
          CompletableFuture.allOf(
                  descriptions.stream()
                      .map(description -> description.handle((_, _) -> null))
                      .toArray(CompletableFuture<?>[]::new))
              .thenRun(() -> wholePoll.complete(null));
    }
  }

  /** For the interceptor of one stream thread. */
  Polls polls() {
    return new Polls();
  }

  private CompletableFuture<DescribedFrame> engine(
      ConsumerRecord<byte[], byte[]> record, boolean answered) {
    long published = PublicationTime.of(record.timestamp());
    return answered
        ? engine.submit(record.value(), published)
        : engine.giveUp(record.value(), published);
  }

  private static FrameKey key(ConsumerRecord<byte[], byte[]> record) {
    return new FrameKey(record.topic(), record.partition(), record.offset());
  }

  /** A record without a key counts as its partition's. */
  private static Triage.Arrival arrival(ConsumerRecord<byte[], byte[]> record) {
    return new Triage.Arrival(
        record.key() == null ? "\0" + record.partition() : new String(record.key(), UTF_8),
        PublicationTime.of(record.timestamp()));
  }

  /**
   * Hands in a frame before it is polled; does nothing when it was polled already, or its partition
   * is not owned any more.
   */
  void readAhead(ConsumerRecord<byte[], byte[]> record) {
    var _ =
        entries.computeIfAbsent(
            key(record),
            _ -> {
              Long next = polledTo.get(record.partition());
              if (next == null || record.offset() < next) {
                return null;
              }
              int bytes = Math.max(1, record.serializedValueSize());
              aheadFrames.incrementAndGet();
              aheadBytes.addAndGet(bytes);
              return new Entry(
                  engine(record, true),
                  CompletableFuture.completedFuture(null),
                  new AtomicInteger(1),
                  bytes);
            });
  }

  private void release(Entry entry) {
    if (entry.ahead() > 0) {
      aheadFrames.decrementAndGet();
      aheadBytes.addAndGet(-entry.ahead());
    }
  }

  /** For each owned partition, the offset behind its last poll. */
  Map<Integer, Long> polledTo() {
    return Map.copyOf(polledTo);
  }

  /** Frames read ahead and not polled yet. */
  int aheadFrames() {
    return aheadFrames.get();
  }

  /** The size of their records. */
  long aheadBytes() {
    return aheadBytes.get();
  }

  /**
   * Waits for a frame's description, computing it when it was not prefetched.
   *
   * @throws org.waymark.core.WaymarkException when the device does not answer
   */
  Taken take(FrameKey key, byte @Nullable [] value, long publishedMillis) {
    Entry entry = entries.remove(key);
    if (entry == null) {
      return new Taken(engine.await(engine.submit(value, publishedMillis)), true);
    }
    release(entry);
    engine.await(entry.wholePoll());
    return new Taken(engine.await(entry.description()), entry.leftInPoll().decrementAndGet() == 0);
  }

  /** Forgets what was prefetched of a partition that this instance no longer owns. */
  void forget(int partition) {
    polledTo.remove(partition);
    for (Iterator<Map.Entry<FrameKey, Entry>> all = entries.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<FrameKey, Entry> next = all.next();
      if (next.getKey().partition() == partition) {
        all.remove();
        release(next.getValue());
        next.getValue().description().cancel(false);
      }
    }
  }

  int size() {
    return entries.size();
  }
}
