package org.waymark.bridge.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The encoding of ROS 2: plain CDR of version 1 (OMG DDS-XTypes 1.3, 7.4.1) behind its four bytes
 * of encapsulation. Values are aligned to their size, counted from behind those four bytes; texts
 * end in a zero.
 */
public final class CdrReader extends MessageReader {

  static final int ENCAPSULATION_BYTES = 4;
  private static final int BIG_ENDIAN = 0;
  private static final int LITTLE_ENDIAN = 1;

  private CdrReader(String type, ByteBuffer buffer) {
    super(type, buffer);
  }

  /**
   * Reads a message from a buffer's position on, in the byte order that it tells; position and
   * limit stay as they are. Bytes behind the message are padding.
   *
   * @throws MalformedMessageException when the bytes are no such message
   */
  public static <M> M fromBytes(MessageType<M> type, ByteBuffer bytes) {
    ByteBuffer buffer = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
    if (buffer.remaining() < ENCAPSULATION_BYTES) {
      throw new MalformedMessageException(type.name(), 0, "it has no encapsulation header");
    }
    int encoding = Short.toUnsignedInt(buffer.getShort());
    buffer.position(buffer.position() + Short.BYTES);
    switch (encoding) {
      case BIG_ENDIAN -> {}
      case LITTLE_ENDIAN -> buffer.order(ByteOrder.LITTLE_ENDIAN);
      default ->
          throw new MalformedMessageException(
              type.name(), 0, "encoding 0x%04x is not plain CDR".formatted(encoding));
    }
    return type.read(new CdrReader(type.name(), buffer));
  }

  @Override
  protected void align(int bytes) {
    skip(-position() & (bytes - 1));
  }

  @Override
  public int sequence() {
    return 0;
  }

  @Override
  public String string() {
    int length = count();
    if (length == 0) {
      return "";
    }
    String text = text(length - 1);
    if (int8() != 0) {
      throw malformed("a text does not end in a zero");
    }
    return text;
  }

  @Override
  public long time() {
    return duration();
  }

  @Override
  public long duration() {
    long seconds = int32();
    return seconds * Times.NANOS_PER_SECOND + Integer.toUnsignedLong(int32());
  }
}
