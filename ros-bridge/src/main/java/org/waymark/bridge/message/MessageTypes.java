package org.waymark.bridge.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages that this program knows, by name. */
public final class MessageTypes {

  private static final Map<String, MessageType<?>> BY_NAME = byName();

  private MessageTypes() {}

  private static Map<String, MessageType<?>> byName() {
    Map<String, MessageType<?>> types = new HashMap<>();
    for (MessageType<?> type : all()) {
      types.put(type.name(), type);
      types.put(type.ros2Name(), type);
    }
    return Map.copyOf(types);
  }

  /** All of them, ordered by name. */
  public static List<MessageType<?>> all() {
    return AllMessages.TYPES;
  }

  /**
   * The type of a name as ROS 1 ({@code std_msgs/Header}) or ROS 2 ({@code std_msgs/msg/Header})
   * has it.
   */
  public static Optional<MessageType<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
