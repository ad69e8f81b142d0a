package org.waymark.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Hands all frames of one poll to the engine at once, although Kafka Streams processes them one by
 * one. Delivery does not rest on it: a processor that finds no prefetched description has its frame
 * described then.
 *
 * <p>Two halves share this class's {@link Pending} frames: the interceptor, which Kafka makes
 * inside the main consumer of each stream thread and configures with {@link #PENDING_CONFIG}, and
 * the processors.
 */
public final class PollPrefetch implements ConsumerInterceptor<byte[], byte[]> {

  static final String PENDING_CONFIG = "waymark.pending.frames";

  private @Nullable Pending pending;

  @Override
  public void configure(Map<String, ?> configs) {
    pending = (Pending) configs.get(PENDING_CONFIG);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    Pending target = pending;
    if (target != null) {
      target.prefetch(records);
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}

  /** Frames handed to the engine and not yet processed. Safe for use by many threads. */
  static final class Pending {

    private final String topic;
    private final DescriptionEngine engine;
    private final boolean barrier;
    private final Map<FrameKey, Entry> entries = new ConcurrentHashMap<>();

    /**
     * Makes an empty set.
     *
     * @param topic the frames topic; other records are left alone
     * @param barrier whether the first frame of a poll waits for all of them, so that no
     *     transaction is open during inference
     */
    Pending(String topic, DescriptionEngine engine, boolean barrier) {
      this.topic = topic;
      this.engine = engine;
      this.barrier = barrier;
    }

    private record Entry(
        CompletableFuture<DescribedFrame> description,
        CompletableFuture<Void> wholePoll,
        boolean last) {}

    /**
     * A description and whether it ends its poll.
     *
     * @param last the last of its partition in its poll: a good moment to commit
     */
    record Taken(DescribedFrame frame, boolean last) {}

    void prefetch(ConsumerRecords<byte[], byte[]> records) {
      List<FrameKey> keys = new ArrayList<>();
      List<CompletableFuture<DescribedFrame>> descriptions = new ArrayList<>();
      List<Boolean> lasts = new ArrayList<>();
      for (TopicPartition partition : records.partitions()) {
        if (!partition.topic().equals(topic)) {
          continue;
        }
        List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
        for (int i = 0; i < ofPartition.size(); i++) {
          ConsumerRecord<byte[], byte[]> record = ofPartition.get(i);
          keys.add(new FrameKey(record.topic(), record.partition(), record.offset()));
          descriptions.add(engine.submit(record.value(), PublicationTime.of(record.timestamp())));
          lasts.add(i == ofPartition.size() - 1);
        }
      }
      CompletableFuture<Void> wholePoll =
          barrier ? allDone(descriptions) : CompletableFuture.completedFuture(null);
      for (int i = 0; i < keys.size(); i++) {
        entries.put(keys.get(i), new Entry(descriptions.get(i), wholePoll, lasts.get(i)));
      }
    }

    /**
     * Done when all are, well or not: a failure is the business of its own frame, and cancelled
     * frames of a partition that went elsewhere are nobody's.
     */
    private static CompletableFuture<Void> allDone(
        List<CompletableFuture<DescribedFrame>> descriptions) {
      return CompletableFuture.allOf(
          descriptions.stream()
              .map(description -> description.handle((_, _) -> null))
              .toArray(CompletableFuture<?>[]::new));
    }

    /** Waits for a frame's description, computing it when it was not prefetched. */
    Taken take(FrameKey key, byte @Nullable [] value, long publishedMillis) {
      Entry entry = entries.remove(key);
      if (entry == null) {
        return new Taken(engine.submit(value, publishedMillis).join(), true);
      }
      entry.wholePoll().join();
      return new Taken(entry.description().join(), entry.last());
    }

    /** Forgets what was prefetched of a partition that this instance no longer owns. */
    void forget(int partition) {
      entries
          .entrySet()
          .removeIf(
              e -> {
                boolean gone = e.getKey().partition() == partition;
                if (gone) {
                  e.getValue().description().cancel(false);
                }
                return gone;
              });
    }

    int size() {
      return entries.size();
    }
  }
}
