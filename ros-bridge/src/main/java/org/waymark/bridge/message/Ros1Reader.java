package org.waymark.bridge.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The encoding of ROS 1: little endian, nothing between the values. */
public final class Ros1Reader extends MessageReader {

  private Ros1Reader(String type, ByteBuffer buffer) {
    super(type, buffer);
  }

  /**
   * Reads a message that fills a buffer from its position to its limit; both stay as they are.
   *
   * @throws MalformedMessageException when the bytes are no such message, or more than it
   */
  public static <M> M fromBytes(MessageType<M> type, ByteBuffer bytes) {
    ByteBuffer buffer = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Ros1Reader reader = new Ros1Reader(type.name(), buffer);
    M message = type.read(reader);
    if (buffer.hasRemaining()) {
      throw reader.malformed(buffer.remaining() + " bytes are left behind its end");
    }
    return message;
  }

  @Override
  protected void align(int bytes) {}

  @Override
  public int sequence() {
    return int32();
  }

  @Override
  public String string() {
    return text(count());
  }

  @Override
  public long time() {
    long seconds = Integer.toUnsignedLong(int32());
    return seconds * Times.NANOS_PER_SECOND + Integer.toUnsignedLong(int32());
  }

  @Override
  public long duration() {
    long seconds = int32();
    return seconds * Times.NANOS_PER_SECOND + int32();
  }
}
