package org.waymark.bridge.ros2;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.waymark.bridge.message.MessageType;

/** What ROS 2's middleware calls topics and types in DDS. */
final class Ros2Names {

  private static final String TOPIC_PREFIX = "rt";
  private static final Pattern TYPE = Pattern.compile("(\\w+)::(\\w+)::dds_::(\\w+)_");

  private Ros2Names() {}

  /** {@code rt/camera/image_raw} for {@code /camera/image_raw}. */
  static String ddsTopic(String topic) {
    return TOPIC_PREFIX + topic;
  }

  /** {@code sensor_msgs::msg::dds_::Image_} for {@code sensor_msgs/msg/Image}. */
  static String ddsType(MessageType<?> type) {
    String[] parts = type.ros2Name().split("/", -1);
    return "%s::%s::dds_::%s_".formatted(parts[0], parts[1], parts[2]);
  }

  /** The reverse of {@link #ddsType}; empty for a type that is not of ROS. */
  static Optional<String> rosType(String ddsType) {
    Matcher matcher = TYPE.matcher(ddsType);
    return matcher.matches()
        ? Optional.of("%s/%s/%s".formatted(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
