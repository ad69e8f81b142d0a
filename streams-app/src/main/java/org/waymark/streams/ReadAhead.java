package org.waymark.streams;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the network busy while stream threads process and commit what it described: a consumer of
 * its own, outside the group, reads behind the last poll of each owned partition and hands the
 * frames in, a bounded number ahead. Without it a stream thread's network idles from the end of one
 * poll's inference to the beginning of the next one's, and one robot has but one stream thread.
 *
 * <p>Delivery does not rest on it: frames reach the processors through the polls alone, and what it
 * did not read, or cannot read, is handed in then. The price is that frames travel twice.
 */
final class ReadAhead implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PAUSE_MILLIS = 5;
  private static final long FAILURE_PAUSE_MILLIS = 5_000;

  private final String topic;
  private final PendingFrames pending;
  private final Consumer<byte[], byte[]> consumer;
  private final Limits limits;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * What may be under way before it is polled.
   *
   * @param bytes of the records; one poll may go beyond both by what it returns
   */
  record Limits(int frames, long bytes) {}

  private ReadAhead(
      String topic, PendingFrames pending, Consumer<byte[], byte[]> consumer, Limits limits) {
    this.topic = topic;
    this.pending = pending;
    this.consumer = consumer;
    this.limits = limits;
    this.thread = Thread.ofPlatform().name("waymark-read-ahead").daemon().unstarted(this::run);
  }

  /**
   * Starts.
   *
   * @param consumer without a group; closed by the read-ahead's own thread
   */
  static ReadAhead start(
      String topic, PendingFrames pending, Consumer<byte[], byte[]> consumer, Limits limits) {
    ReadAhead readAhead = new ReadAhead(topic, pending, consumer, limits);
    readAhead.thread.start();
    return readAhead;
  }

  private void run() {
    try (consumer) {
      while (!pause(PAUSE_MILLIS)) {
        try {
          step();
        } catch (KafkaException e) {
          LOG.info("Frames are not read ahead for a while: {}", e.toString());
          if (pause(FAILURE_PAUSE_MILLIS)) {
            return;
          }
        }
      }
    } catch (InterruptedException | KafkaException _) {
      // Only the process itself interrupts this thread, and nobody waits for its consumer's end.
    }
  }

  /** Whether it is to end, after some time unless it is. */
  private boolean pause(long millis) throws InterruptedException {
    return closing.await(millis, TimeUnit.MILLISECONDS);
  }

  private void step() {
    Map<Integer, Long> polledTo = pending.polledTo();
    follow(polledTo);
    if (polledTo.isEmpty()
        || pending.aheadFrames() >= limits.frames()
        || pending.aheadBytes() >= limits.bytes()) {
      return;
    }
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    records.forEach(pending::readAhead);
  }

  /** Reads the partitions that are owned, none of them behind its last poll. */
  private void follow(Map<Integer, Long> polledTo) {
    Set<TopicPartition> owned = new HashSet<>();
    polledTo.keySet().forEach(partition -> owned.add(new TopicPartition(topic, partition)));
    Set<TopicPartition> before = consumer.assignment();
    if (!before.equals(owned)) {
      consumer.assign(List.copyOf(owned));
    }
    for (TopicPartition partition : owned) {
      long next = polledTo.getOrDefault(partition.partition(), 0L);
      if (!before.contains(partition) || consumer.position(partition) < next) {
        consumer.seek(partition, next);
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
