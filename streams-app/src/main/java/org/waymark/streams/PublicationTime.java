package org.waymark.streams;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A record's time stamp is when it was published. A client that sent none (-1) must not stop the
 * partition for ever, as it would by Kafka Streams' default: its record counts as published now.
 */
public final class PublicationTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return of(record.timestamp());
  }

  static long of(long timestamp) {
    return timestamp >= 0 ? timestamp : System.currentTimeMillis();
  }
}
