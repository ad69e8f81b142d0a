package org.waymark.transport;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.waymark.core.record.RecordCodec;

/** Writes one kind of record; null, a tombstone, stays null. */
public final class RecordSerializer<T extends SpecificRecordBase> implements Serializer<T> {

  private final RecordCodec<T> codec;

  public RecordSerializer(RecordCodec<T> codec) {
    this.codec = codec;
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T record) {
    return record == null ? null : codec.encode(record);
  }
}
