package org.waymark.core.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Writes and reads one kind of record in Avro's single-object encoding: two marker bytes, the
 * little-endian CRC-64-AVRO fingerprint of the writer's schema, then the body. Records of other
 * versions are read through their own schema, which the given store finds by fingerprint, and
 * resolved to this version.
 *
 * <p>Safe for use by many threads.
 */
public final class RecordCodec<T extends SpecificRecordBase> {

  static {
    // A length field of a broken record must not reserve memory for bytes that are not there.
    setIfAbsent("org.apache.avro.limits.bytes.maxLength", 64 << 20);
    setIfAbsent("org.apache.avro.limits.string.maxLength", 1 << 20);
    setIfAbsent("org.apache.avro.limits.collectionItems.maxLength", 1 << 20);
    trustOwnRecords();
  }

  private static final int HEADER_BYTES = 10;

  private final Schema schema;
  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;

  /**
   * Makes a codec.
   *
   * @param type the generated class
   * @param otherVersions finds the schemas of other writers; returns null for a fingerprint that it
   *     does not know
   */
  public RecordCodec(Class<T> type, SchemaStore otherVersions) {
    this.schema = SpecificData.get().getSchema(type);
    SpecificData model = SpecificData.getForClass(type);
    this.encoder = new BinaryMessageEncoder<>(model, schema);
    this.decoder = new BinaryMessageDecoder<>(model, schema, otherVersions);
  }

  /** A codec that reads its own version only. */
  public static <T extends SpecificRecordBase> RecordCodec<T> ofOneVersion(Class<T> type) {
    return new RecordCodec<>(type, new SchemaStore.Cache());
  }

  /** The schema that this codec writes. */
  public Schema schema() {
    return schema;
  }

  /** The fingerprint that identifies a schema in the header of a record. */
  public static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }

  /** Writes a record. */
  public byte[] encode(T record) {
    try {
      ByteBuffer encoded = encoder.encode(record);
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException | AvroRuntimeException e) {
      throw new IllegalArgumentException(
          "%s cannot be encoded: %s".formatted(schema.getName(), e.getMessage()), e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws UnknownSchemaException when nobody knows the writer's schema
   * @throws MalformedRecordException when these bytes are no such record
   */
  public T decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (BadHeaderException e) {
      throw new MalformedRecordException(
          "not an Avro single-object record: %d bytes that begin with %s"
              .formatted(
                  bytes.length,
                  java.util.HexFormat.of()
                      .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, HEADER_BYTES)))),
          e);
    } catch (MissingSchemaException e) {
      throw new UnknownSchemaException(schema.getName(), fingerprintOf(bytes), e);
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | UnsupportedOperationException
        | ClassCastException e) {
      throw new MalformedRecordException(
          "broken %s record of %d bytes: %s".formatted(schema.getName(), bytes.length, e), e);
    }
  }

  private static long fingerprintOf(byte[] message) {
    return ByteBuffer.wrap(message).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong(2);
  }

  private static void setIfAbsent(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /** Avro instantiates only classes that it was told to trust; the generated ones are ours. */
  private static void trustOwnRecords() {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type.getPackageName().equals("org.waymark.avro")));
  }
}
