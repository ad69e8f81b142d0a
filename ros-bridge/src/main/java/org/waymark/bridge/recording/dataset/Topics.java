package org.waymark.bridge.recording.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.geometry_msgs.PoseStamped;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.nav_msgs.Odometry;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.ChannelSummary;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetSpec;

/**
 * Which topics of a recording a data set is made of.
 *
 * @param images the pictures' topics, at least one
 * @param pose where the robot was, if the spec names one
 * @param odometry where the robot believed to be, if there is a topic
 */
record Topics(List<String> images, Optional<String> pose, Optional<String> odometry) {

  static final String IMAGE = "image";
  static final String POSE = "pose";
  static final String ODOMETRY = "odometry";

  static final List<MessageType<?>> IMAGE_TYPES = List.of(Image.TYPE, CompressedImage.TYPE);
  static final List<MessageType<?>> POSE_TYPES =
      List.of(
          PoseStamped.TYPE,
          PoseWithCovarianceStamped.TYPE,
          Odometry.TYPE,
          TransformStamped.TYPE,
          TFMessage.TYPE);
  private static final List<MessageType<?>> ODOMETRY_TYPES = List.of(Odometry.TYPE);

  /**
   * Those that the spec names; a picture's topic and odometry may be left to be found where there
   * is one.
   *
   * @throws WaymarkException when a topic is not there or carries something else, listing what is
   */
  static Topics choose(DatasetSpec spec, RecordingSummary summary) {
    Map<String, Channel> channels = new LinkedHashMap<>();
    for (ChannelSummary c : summary.byTopic()) {
      channels.putIfAbsent(c.channel().topic(), c.channel());
    }
    List<String> images =
        spec.option(IMAGE)
            .map(names -> List.of(names.split(",", -1)))
            .orElseGet(() -> List.of(onlyImage(spec, channels)));
    images.forEach(topic -> require(spec, channels, topic, IMAGE, IMAGE_TYPES));
    Optional<String> pose = spec.option(POSE);
    pose.ifPresent(topic -> require(spec, channels, topic, POSE, POSE_TYPES));
    Optional<String> odometry = spec.option(ODOMETRY);
    odometry.ifPresent(topic -> require(spec, channels, topic, ODOMETRY, ODOMETRY_TYPES));
    return new Topics(images, pose, odometry.or(() -> onlyOdometry(channels, pose)));
  }

  private static String onlyImage(DatasetSpec spec, Map<String, Channel> channels) {
    List<String> found = carrying(channels, IMAGE_TYPES);
    if (found.isEmpty()) {
      throw new WaymarkException(
          "recording %s has no topic of sensor_msgs/Image or CompressedImage; its topics: %s"
              .formatted(spec.path(), list(channels)));
    }
    if (found.size() > 1) {
      throw new WaymarkException(
          "recording %s has %d image topics: %s; choose with %s:%s?image=%s (or --topics)"
              .formatted(
                  spec.path(),
                  found.size(),
                  String.join(", ", found),
                  spec.kind(),
                  spec.path(),
                  found.getFirst()));
    }
    return found.getFirst();
  }

  private static Optional<String> onlyOdometry(
      Map<String, Channel> channels, Optional<String> pose) {
    List<String> found = new ArrayList<>(carrying(channels, ODOMETRY_TYPES));
    pose.ifPresent(found::remove);
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static List<String> carrying(Map<String, Channel> channels, List<MessageType<?>> types) {
    return channels.values().stream()
        .filter(c -> types.stream().anyMatch(type -> Messages.carries(c, type)))
        .map(Channel::topic)
        .toList();
  }

  private static void require(
      DatasetSpec spec,
      Map<String, Channel> channels,
      String topic,
      String option,
      List<MessageType<?>> types) {
    Channel channel = channels.get(topic);
    String wanted = types.stream().map(MessageType::name).collect(Collectors.joining(", "));
    if (channel == null) {
      List<String> found = carrying(channels, types);
      throw new WaymarkException(
          "recording %s has no topic '%s' (%s=); %s"
              .formatted(
                  spec.path(),
                  topic,
                  option,
                  found.isEmpty()
                      ? "its topics: " + list(channels)
                      : "topics that would do: " + String.join(", ", found)));
    }
    if (types.stream().noneMatch(type -> Messages.carries(channel, type))) {
      throw new WaymarkException(
          "topic '%s' of %s carries %s; %s= takes one of: %s"
              .formatted(topic, spec.path(), channel.type(), option, wanted));
    }
  }

  private static String list(Map<String, Channel> channels) {
    return channels.isEmpty()
        ? "none"
        : channels.values().stream()
            .map(c -> "%s (%s)".formatted(c.topic(), c.type()))
            .collect(Collectors.joining(", "));
  }
}
