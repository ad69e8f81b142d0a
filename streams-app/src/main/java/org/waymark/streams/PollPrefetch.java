package org.waymark.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Hands all frames of one poll to the engine at once, although Kafka Streams processes them one by
 * one. Delivery does not rest on it: a processor that finds no prefetched description has its frame
 * described then.
 *
 * <p>Kafka makes one inside the main consumer of each stream thread and configures it with {@link
 * #PENDING_CONFIG}; the processors share its {@link PendingFrames}.
 */
public final class PollPrefetch implements ConsumerInterceptor<byte[], byte[]> {

  static final String PENDING_CONFIG = "waymark.pending.frames";

  private PendingFrames.@Nullable Polls polls;

  @Override
  public void configure(Map<String, ?> configs) {
    if (configs.get(PENDING_CONFIG) instanceof PendingFrames pending) {
      polls = pending.polls();
    }
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    PendingFrames.Polls target = polls;
    if (target != null) {
      target.prefetch(records);
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
