package org.waymark.streams;

import java.util.HashMap;
import java.util.Map;
import org.waymark.transport.Topics;

/**
 * What the application is for at the moment; each mode has the Kafka settings that make it good.
 * docs/streaming.md gives the reason for each.
 */
public enum Mode {

  /** A robot waits: lowest latency, at least once, late frames are given up. */
  LIVE,

  /** A recording is evaluated: exactly once, every frame, the same input gives the same output. */
  REPLAY;

  /**
   * How long the network works for one poll of a replay: what a killed instance loses, and about
   * what one that is stopped still finishes.
   */
  private static final double POLL_SECONDS = 3;

  private static final int MOST_REPLAYED = 64;

  /** A fast network must not wait while outcomes are written and a transaction ends. */
  private static final double SECONDS_AHEAD = 0.5;

  private static final int MOST_AHEAD = 1024;

  /** A transaction holds no inference, but one that was not prefetched. */
  private static final double TRANSACTION_SECONDS = 30;

  /**
   * Kafka Streams' settings.
   *
   * @param forwardSeconds what the network takes for one frame
   */
  Map<String, String> kafkaDefaults(double forwardSeconds) {
    Map<String, String> settings = new HashMap<>();
    // Raw frames have megabytes: what one poll returns is bounded in bytes as well.
    settings.put("main.consumer.max.partition.fetch.bytes", bytes(2));
    settings.put("main.consumer.fetch.max.bytes", bytes(4));
    settings.put(
        "producer.max.request.size", Integer.toString(Topics.MAX_RECORD_BYTES + (1 << 20)));
    settings.putAll(this == LIVE ? live() : replay(forwardSeconds));
    return settings;
  }

  private static String bytes(int records) {
    return Integer.toString(records * Topics.MAX_RECORD_BYTES);
  }

  private static Map<String, String> live() {
    return Map.of(
        "processing.guarantee",
        "at_least_once",
        "commit.interval.ms",
        "1000",
        "poll.ms",
        "50",
        // All that waits is seen at once, or the newest of it could not be answered first.
        "main.consumer.max.poll.records",
        "500",
        "buffered.records.per.partition",
        "500",
        // What a robot sent while nobody listened is history, not a queue.
        "main.consumer.auto.offset.reset",
        "latest",
        "main.consumer.fetch.max.wait.ms",
        "50",
        "producer.linger.ms",
        "0");
  }

  private static Map<String, String> replay(double forwardSeconds) {
    int frames = pollFrames(forwardSeconds);
    long transactionMillis =
        Math.round(1000 * Math.max(TRANSACTION_SECONDS, 3 * frames * forwardSeconds));
    return Map.of(
        "processing.guarantee",
        "exactly_once_v2",
        "commit.interval.ms",
        "100",
        "main.consumer.max.poll.records",
        Integer.toString(frames),
        "buffered.records.per.partition",
        Integer.toString(frames),
        "main.consumer.auto.offset.reset",
        "earliest",
        "producer.linger.ms",
        "5",
        "producer.batch.size",
        Integer.toString(256 << 10),
        // A transaction's first request is refused while the one before is being completed, and
        // all that were sent behind it with it: one at a time, and soon again.
        "producer.max.in.flight.requests.per.connection",
        "1",
        "producer.retry.backoff.ms",
        "10",
        // Above the inference of one poll, or a slow machine would be fenced out of its own
        // transaction; short, because readers wait that long for what a killed instance had begun.
        "producer.transaction.timeout.ms",
        Long.toString(transactionMillis));
  }

  /** Frames of one poll in replay mode, at most. */
  static int pollFrames(double forwardSeconds) {
    return (int) Math.clamp(POLL_SECONDS / Math.max(1e-6, forwardSeconds), 1, MOST_REPLAYED);
  }

  /**
   * Frames that are read ahead of the polls in replay mode, at most: two polls or batches, or half
   * a second of the network's work.
   */
  static int framesAhead(double forwardSeconds, int batch) {
    int twoPolls = 2 * Math.max(pollFrames(forwardSeconds), batch);
    double work = SECONDS_AHEAD / Math.max(1e-6, forwardSeconds);
    return (int) Math.clamp(work, twoPolls, Math.max(twoPolls, MOST_AHEAD));
  }
}
