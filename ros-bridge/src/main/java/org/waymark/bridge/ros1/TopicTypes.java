package org.waymark.bridge.ros1;

import java.util.Optional;
import org.waymark.bridge.message.MessageType;

/** Whether two nodes mean the same message: by name and by sum, where {@code *} takes any. */
final class TopicTypes {

  private TopicTypes() {}

  /**
   * Why the other side's header does not fit; empty when it does.
   *
   * @param peer who the other side is, for the text
   */
  static Optional<String> conflict(
      String topic, MessageType<?> type, ConnectionHeader header, String peer) {
    String name = header.get(ConnectionHeader.TYPE);
    String md5 = header.get(ConnectionHeader.MD5);
    if (differs(md5, type.md5()) || differs(name, type.name())) {
      return Optional.of(
          "topic %s is %s [%s] at %s, but %s [%s] here"
              .formatted(topic, name, md5, peer, type.name(), type.md5()));
    }
    return Optional.empty();
  }

  private static boolean differs(String theirs, String ours) {
    return !theirs.equals(ConnectionHeader.ANY) && !theirs.equals(ours);
  }
}
