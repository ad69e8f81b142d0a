package org.waymark.streams;

import java.util.Map;

/**
 * What the application is for at the moment; each mode has the Kafka settings that make it good.
 */
public enum Mode {

  /** A robot waits: lowest latency, at least once, late frames are given up. */
  LIVE,

  /** A recording is evaluated: exactly once, every frame, the same input gives the same output. */
  REPLAY;

  Map<String, String> kafkaDefaults() {
    return switch (this) {
      case LIVE ->
          Map.of(
              "processing.guarantee", "at_least_once",
              "commit.interval.ms", "1000",
              "poll.ms", "50",
              // Small polls: the first frame of a poll must not wait for many others.
              "main.consumer.max.poll.records", "8",
              "buffered.records.per.partition", "8",
              // What a robot sent while nobody listened is history, not a queue.
              "main.consumer.auto.offset.reset", "latest",
              "main.consumer.fetch.max.wait.ms", "50",
              "producer.linger.ms", "0");
      case REPLAY ->
          Map.of(
              "processing.guarantee", "exactly_once_v2",
              "commit.interval.ms", "100",
              "main.consumer.max.poll.records", "64",
              // A thousand, Kafka's default, would be 6 GB of raw frames.
              "buffered.records.per.partition", "64",
              "main.consumer.auto.offset.reset", "earliest",
              "producer.linger.ms", "5",
              // Above the inference of one poll, or a slow machine is fenced out of its own
              // transaction.
              "producer.transaction.timeout.ms", "60000");
    };
  }
}
