package org.waymark.bridge.recording.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.waymark.bridge.message.CdrReader;
import org.waymark.bridge.message.MalformedMessageException;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.Ros1Reader;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.Encoding;

/** Reads recorded messages in the encoding of their channel. */
final class Messages {

  /** Where the length of a header's frame lies in ROS 1: behind sequence and stamp. */
  private static final int FRAME_LENGTH_AT = 12;

  private Messages() {}

  /** Whether a channel carries a type, in either ROS's words, in an encoding that is read. */
  static boolean carries(Channel channel, MessageType<?> type) {
    return channel.encoding() != Encoding.OTHER
        && (channel.type().equals(type.name()) || channel.type().equals(type.ros2Name()));
  }

  /**
   * @throws MalformedMessageException when the bytes are no such message
   */
  static <M> M read(Encoding encoding, MessageType<M> type, ByteBuffer bytes) {
    return encoding == Encoding.ROS1
        ? Ros1Reader.fromBytes(type, bytes)
        : CdrReader.fromBytes(type, bytes);
  }

  /**
   * The header with which a message begins, without the rest of it: pictures are large.
   *
   * @throws MalformedMessageException when the bytes begin with no header
   */
  static Header header(Encoding encoding, ByteBuffer bytes) {
    if (encoding == Encoding.CDR) {
      return CdrReader.fromBytes(Header.TYPE, bytes);
    }
    ByteBuffer begin = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int frameAt = begin.position() + FRAME_LENGTH_AT;
    if (begin.remaining() >= FRAME_LENGTH_AT + Integer.BYTES) {
      long end = frameAt + Integer.BYTES + Integer.toUnsignedLong(begin.getInt(frameAt));
      begin.limit((int) Math.min(begin.limit(), end));
    }
    return Ros1Reader.fromBytes(Header.TYPE, begin);
  }
}
