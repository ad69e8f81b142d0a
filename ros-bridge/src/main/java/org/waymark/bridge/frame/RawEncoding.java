package org.waymark.bridge.frame;

import java.util.Optional;

/**
 * How ROS's raw pictures that are handled lie in memory ({@code sensor_msgs/image_encodings.h}).
 *
 * @param name in the contract
 * @param channels per pixel
 * @param channelBytes 1 or 2
 */
public record RawEncoding(String name, int channels, int channelBytes) {

  /**
   * By ROS's name. OpenCV's type names, which say nothing of colour, are taken as OpenCV's order.
   */
  public static Optional<RawEncoding> of(String rosName) {
    return Optional.ofNullable(
        switch (rosName) {
          case "rgb8", "bgr8" -> new RawEncoding(rosName, 3, 1);
          case "rgba8", "bgra8" -> new RawEncoding(rosName, 4, 1);
          case "mono8" -> new RawEncoding(rosName, 1, 1);
          case "mono16" -> new RawEncoding(rosName, 1, 2);
          case "bayer_rggb8", "bayer_bggr8", "bayer_gbrg8", "bayer_grbg8" ->
              new RawEncoding(rosName, 1, 1);
          case "bayer_rggb16", "bayer_bggr16", "bayer_gbrg16", "bayer_grbg16" ->
              new RawEncoding(rosName, 1, 2);
          case "8UC1" -> new RawEncoding("mono8", 1, 1);
          case "8UC3" -> new RawEncoding("bgr8", 3, 1);
          case "8UC4" -> new RawEncoding("bgra8", 4, 1);
          default -> null;
        });
  }

  public int pixelBytes() {
    return channels * channelBytes;
  }
}
