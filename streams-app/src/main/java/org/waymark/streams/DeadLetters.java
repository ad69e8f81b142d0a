package org.waymark.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** Records that are no frames, unchanged but for headers that say why and from where. */
final class DeadLetters {

  private DeadLetters() {}

  static Record<byte[], byte[]> of(Record<byte[], byte[]> record, FrameKey source, String reason) {
    Headers headers = new RecordHeaders(record.headers().toArray());
    add(headers, "waymark.error", reason);
    add(headers, "waymark.source.topic", source.topic());
    add(headers, "waymark.source.partition", Integer.toString(source.partition()));
    add(headers, "waymark.source.offset", Long.toString(source.offset()));
    return record.withHeaders(headers);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
