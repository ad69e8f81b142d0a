package org.waymark.bridge.message;

import java.util.List;

/**
 * What both ROS and this program have to know of a message. Stateless; any thread may use it.
 *
 * @param <M> the record that holds such a message
 */
public interface MessageType<M> {

  /** The name in ROS 1, {@code sensor_msgs/Image}. */
  String name();

  /** The name in ROS 2, {@code sensor_msgs/msg/Image}. */
  default String ros2Name() {
    return name().replace("/", "/msg/");
  }

  /** ROS 1's sum of the definition, 32 hexadecimal digits. */
  String md5();

  /**
   * The definition with those of all messages within it behind lines of 80 {@code =}, as bags and
   * connection headers of ROS 1 carry it.
   */
  String definition();

  /** What it consists of, in order. */
  List<MessageField> fields();

  /**
   * Reads one message.
   *
   * @throws MalformedMessageException when the bytes are no such message
   */
  M read(MessageReader in);

  /** Writes one message. */
  void write(M message, MessageWriter out);
}
