package org.waymark.streams;

/** Where a record lies in Kafka; identifies it within a cluster. */
public record FrameKey(String topic, int partition, long offset) {}
