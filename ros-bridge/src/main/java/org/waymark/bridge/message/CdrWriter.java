package org.waymark.bridge.message;

import java.nio.charset.StandardCharsets;

/** The encoding of ROS 2, as {@link CdrReader} reads it; little endian. */
public final class CdrWriter extends MessageWriter {

  private static final int FIRST_CAPACITY = 256;

  private CdrWriter(int capacity) {
    super(capacity);
    int8s(new byte[] {0, 1, 0, 0});
  }

  /** The bytes of a message, encapsulation included. */
  public static <M> byte[] toBytes(MessageType<M> type, M message) {
    CdrWriter writer = new CdrWriter(FIRST_CAPACITY);
    type.write(message, writer);
    return writer.toByteArray();
  }

  @Override
  protected void align(int bytes) {
    int padding = -(position() - CdrReader.ENCAPSULATION_BYTES) & (bytes - 1);
    for (int i = 0; i < padding; i++) {
      int8((byte) 0);
    }
  }

  @Override
  public void sequence(int value) {}

  @Override
  public void string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    count(utf8.length + 1);
    int8s(utf8);
    int8((byte) 0);
  }

  @Override
  public void time(long nanos) {
    duration(nanos);
  }

  @Override
  public void duration(long nanos) {
    long seconds = Math.floorDiv(nanos, Times.NANOS_PER_SECOND);
    if (seconds != (int) seconds) {
      throw new IllegalArgumentException("ROS 2 has no time or duration of " + nanos + " ns");
    }
    int32((int) seconds);
    int32((int) Math.floorMod(nanos, Times.NANOS_PER_SECOND));
  }
}
