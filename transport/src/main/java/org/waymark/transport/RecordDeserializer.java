package org.waymark.transport;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.waymark.core.record.MalformedRecordException;
import org.waymark.core.record.RecordCodec;

/** Reads one kind of record, whatever version wrote it; null stays null. */
public final class RecordDeserializer<T extends SpecificRecordBase> implements Deserializer<T> {

  private final RecordCodec<T> codec;

  public RecordDeserializer(RecordCodec<T> codec) {
    this.codec = codec;
  }

  /**
   * @throws SerializationException when these bytes are no such record, or its schema is unknown
   */
  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return codec.decode(bytes);
    } catch (MalformedRecordException e) {
      throw new SerializationException("%s: %s".formatted(topic, e.getMessage()), e);
    }
  }
}
