package org.waymark.bridge.live;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.RosGraph;
import org.waymark.bridge.graph.Subscription;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.live.in.CameraInput;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;

/**
 * Listens to a camera as what it turns out to be. Where nothing is configured the graph says the
 * type once somebody publishes; until then, and where the graph cannot say, the name does: {@code
 * .../compressed} is compressed. For one thread.
 */
final class CameraTopic implements AutoCloseable {

  private final RosGraph graph;
  private final CameraInput input;
  private final CameraConfig config;
  private CameraConfig.Type type = CameraConfig.Type.AUTO;
  private @Nullable Subscription subscription;

  CameraTopic(RosGraph graph, CameraInput input) {
    this.graph = graph;
    this.input = input;
    this.config = input.config();
    update();
  }

  /** Listens anew when the type is another than was thought. */
  void update() {
    CameraConfig.Type now = presentType();
    if (now == type) {
      return;
    }
    close();
    type = now;
    Qos qos = config.reliable() ? Qos.reliable(config.queue().frames()) : Qos.sensor();
    subscription =
        type == CameraConfig.Type.COMPRESSED
            ? graph.subscribe(config.topic(), CompressedImage.TYPE, qos, input::onCompressed)
            : graph.subscribe(config.topic(), Image.TYPE, qos, input::onImage);
  }

  private CameraConfig.Type presentType() {
    if (config.type() != CameraConfig.Type.AUTO) {
      return config.type();
    }
    Optional<CameraConfig.Type> published =
        graph
            .publishedType(config.topic())
            .flatMap(
                name ->
                    switch (name) {
                      case "sensor_msgs/Image", "sensor_msgs/msg/Image" ->
                          Optional.of(CameraConfig.Type.RAW);
                      case "sensor_msgs/CompressedImage", "sensor_msgs/msg/CompressedImage" ->
                          Optional.of(CameraConfig.Type.COMPRESSED);
                      default -> Optional.empty();
                    });
    if (published.isPresent()) {
      return published.get();
    }
    if (type != CameraConfig.Type.AUTO) {
      return type;
    }
    return config.topic().endsWith("/compressed")
        ? CameraConfig.Type.COMPRESSED
        : CameraConfig.Type.RAW;
  }

  int publishers() {
    return subscription == null ? 0 : subscription.publishers();
  }

  /** Why somebody who publishes on it is not heard. */
  Optional<String> problem() {
    return Optional.ofNullable(subscription).flatMap(Subscription::problem);
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}
