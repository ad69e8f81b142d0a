package org.waymark.trainer.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * An event file as TensorBoard reads it: TFRecords, each an {@code Event} message of {@code
 * tensorflow/core/util/event.proto}. Of that message only time, step, version, scalars and the
 * start of a session are written.
 *
 * <p>A TFRecord is the length (u64), the masked CRC-32C of the length, the bytes, and theirs; all
 * little-endian.
 */
final class EventFile implements AutoCloseable {

  private static final int MASK_DELTA = 0xa282ead8;

  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;
  private static final int SESSION_STATUS = 1;
  private static final int SESSION_START = 1;

  private final Path file;
  private final Clock clock;
  private final OutputStream out;

  /**
   * Begins a file whose name no other has.
   *
   * @param step where training goes on: TensorBoard forgets what older files say of later steps
   */
  EventFile(Path folder, long step, Clock clock) {
    this.clock = clock;
    long millis = clock.millis();
    file = folder.resolve("events.out.tfevents.%d.%07d".formatted(millis / 1000, millis % 1000));
    try {
      out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw RunDirectory.unwritable(file, e);
    }
    Message version = event(0);
    version.bytes(FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    write(version);
    Message start = event(step);
    start.bytes(SESSION_LOG, new Message().varint(SESSION_STATUS, SESSION_START).toByteArray());
    write(start);
  }

  /** Adds scalars of a step. */
  void scalars(long step, Map<String, Double> values) {
    Message summary = new Message();
    values.forEach(
        (tag, value) ->
            summary.bytes(
                SUMMARY_VALUE,
                new Message()
                    .bytes(VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8))
                    .float32(VALUE_SIMPLE, value.floatValue())
                    .toByteArray()));
    write(event(step).bytes(SUMMARY, summary.toByteArray()));
  }

  private Message event(long step) {
    return new Message().float64(WALL_TIME, clock.millis() / 1000.0).varint(STEP, step);
  }

  private void write(Message message) {
    byte[] data = message.toByteArray();
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(maskedCrc(record.array(), Long.BYTES));
    record.put(data);
    record.putInt(maskedCrc(data, data.length));
    try {
      out.write(record.array());
    } catch (IOException e) {
      throw RunDirectory.unwritable(file, e);
    }
  }

  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw RunDirectory.unwritable(file, e);
    }
  }

  /** A Protocol Buffers message under construction. */
  private static final class Message {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message varint(int field, long value) {
      raw((field << 3) | VARINT);
      raw(value);
      return this;
    }

    Message float64(int field, double value) {
      raw((field << 3) | FIXED64);
      bytes.writeBytes(little(Double.BYTES).putDouble(value).array());
      return this;
    }

    Message float32(int field, float value) {
      raw((field << 3) | FIXED32);
      bytes.writeBytes(little(Float.BYTES).putFloat(value).array());
      return this;
    }

    Message bytes(int field, byte[] value) {
      raw((field << 3) | DELIMITED);
      raw(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private static ByteBuffer little(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void raw(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
