package org.waymark.bridge.live.config;

import java.util.Optional;
import org.waymark.core.geometry.Pose;

/**
 * One camera of a robot.
 *
 * @param topic of its pictures
 * @param type of the topic
 * @param infoTopic of its calibration
 * @param frame the optical frame's id, instead of the one that the pictures name
 * @param mounting pose of the optical frame in base_link, instead of the one on {@code /tf_static}
 * @param reliable whether to ask for resent pictures; does not match a best effort publisher
 * @param filter which pictures are sent
 * @param jpeg how raw pictures are compressed; empty where they are not
 * @param queue how many may wait
 */
public record CameraConfig(
    String topic,
    Type type,
    String infoTopic,
    Optional<String> frame,
    Optional<Pose> mounting,
    boolean reliable,
    Filter filter,
    Optional<Jpeg> jpeg,
    Queue queue) {

  /** What the topic carries. */
  public enum Type {
    /** As the graph says, or as the name suggests. */
    AUTO,
    RAW,
    COMPRESSED
  }

  /**
   * Which pictures are sent.
   *
   * @param maxRate pictures a second by their stamps; 0 is all
   * @param skipParked whether pictures that look like the last one sent are left out
   * @param parkedEverySeconds how long at most no picture is sent while the robot is parked
   */
  public record Filter(double maxRate, boolean skipParked, double parkedEverySeconds) {
    public static final Filter ALL = new Filter(0, false, 1);
  }

  /**
   * How raw pictures are compressed.
   *
   * @param quality 1 to 100
   * @param maxSide the longer side in pixels that a picture is made smaller to; 0 leaves its size
   */
  public record Jpeg(int quality, int maxSide) {}

  /**
   * What may wait for Kafka; then the oldest goes.
   *
   * @param frames at most
   * @param bytes of their pictures at most
   */
  public record Queue(int frames, long bytes) {
    public static final Queue USUAL = new Queue(30, 16L << 20);
  }

  /** A camera that is described by its topic alone. */
  public static CameraConfig ofTopic(String topic) {
    return new CameraConfig(
        topic,
        Type.AUTO,
        infoTopic(topic),
        Optional.empty(),
        Optional.empty(),
        false,
        Filter.ALL,
        Optional.empty(),
        Queue.USUAL);
  }

  /**
   * Where image_transport's cameras announce their calibration: {@code /camera/camera_info} beside
   * {@code /camera/image_raw} and {@code /camera/image_raw/compressed}.
   */
  static String infoTopic(String topic) {
    String picture = topic.endsWith("/compressed") ? parent(topic) : topic;
    String parent = parent(picture);
    return parent.isEmpty() && !picture.startsWith("/") ? "camera_info" : parent + "/camera_info";
  }

  private static String parent(String topic) {
    int slash = topic.lastIndexOf('/');
    return slash < 0 ? "" : topic.substring(0, slash);
  }
}
