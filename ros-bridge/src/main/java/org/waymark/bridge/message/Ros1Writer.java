package org.waymark.bridge.message;

import java.nio.charset.StandardCharsets;

/** The encoding of ROS 1: little endian, nothing between the values. */
public final class Ros1Writer extends MessageWriter {

  private static final int FIRST_CAPACITY = 256;
  private static final long MAX_SECONDS = 0xffff_ffffL;

  /**
   * @param capacity bytes to begin with; more are taken as they are needed
   */
  public Ros1Writer(int capacity) {
    super(capacity);
  }

  /** The bytes of a message. */
  public static <M> byte[] toBytes(MessageType<M> type, M message) {
    Ros1Writer writer = new Ros1Writer(FIRST_CAPACITY);
    type.write(message, writer);
    return writer.toByteArray();
  }

  @Override
  protected void align(int bytes) {}

  @Override
  public void sequence(int value) {
    int32(value);
  }

  @Override
  public void string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    count(utf8.length);
    int8s(utf8);
  }

  @Override
  public void time(long nanos) {
    long seconds = Math.floorDiv(nanos, Times.NANOS_PER_SECOND);
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException("ROS 1 has no time " + nanos + " ns since the epoch");
    }
    int32((int) seconds);
    int32((int) Math.floorMod(nanos, Times.NANOS_PER_SECOND));
  }

  @Override
  public void duration(long nanos) {
    long seconds = Math.floorDiv(nanos, Times.NANOS_PER_SECOND);
    if (seconds != (int) seconds) {
      throw new IllegalArgumentException("ROS 1 has no duration of " + nanos + " ns");
    }
    int32((int) seconds);
    int32((int) Math.floorMod(nanos, Times.NANOS_PER_SECOND));
  }
}
