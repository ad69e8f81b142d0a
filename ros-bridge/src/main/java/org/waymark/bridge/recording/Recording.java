package org.waymark.bridge.recording;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A recorded drive, whatever its format. Damaged and cut recordings give every whole message that
 * they hold. Reading takes memory for some chunks, not for the file.
 *
 * <pre>{@code
 * try (Recording recording = Recordings.open(file);
 *     MessageCursor messages = recording.messagesInTimeOrder()) {
 *   for (RecordedMessage m; (m = messages.next()) != null; ) {
 *     handle(m);
 *   }
 * }
 * }</pre>
 *
 * Safe for use by several threads, but for its cursors. Closing it ends them.
 */
public interface Recording extends AutoCloseable {

  /** The file or folder. */
  Path path();

  /** The format in words, e.g. {@code ROS bag 2.0}. */
  String format();

  /** All messages, in the order of the file. */
  MessageCursor messages();

  /** All messages, put in order of time as far as {@link TimeOrder} looks ahead. */
  default MessageCursor messagesInTimeOrder() {
    return new TimeOrder(messages());
  }

  /**
   * Reads one message again. Chunks that were unpacked lately are kept.
   *
   * @param address as its {@link RecordedMessage} gave it
   * @throws MalformedRecordingException when no message can be read there
   */
  ByteBuffer read(MessageAddress address);

  /**
   * What the recording holds. Where the file has an index beside its chunks, the chunks are not
   * unpacked.
   */
  RecordingSummary summary();

  @Override
  void close();
}
