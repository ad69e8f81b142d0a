package org.waymark.bridge.live.config;

import java.util.List;
import java.util.Optional;
import org.waymark.bridge.tf.FrameIds;

/**
 * One robot.
 *
 * @param name the key of its frames
 * @param frames of REP-105 as this robot calls them
 * @param topics that it is heard on beside its cameras
 */
public record RobotConfig(
    String name, Frames frames, Topics topics, List<CameraConfig> cameras, OutputConfig output) {

  public RobotConfig {
    cameras = List.copyOf(cameras);
  }

  /** Frame ids. */
  public record Frames(String map, String odom, String base) {
    public static final Frames USUAL = new Frames(FrameIds.MAP, FrameIds.ODOM, FrameIds.BASE_LINK);
  }

  /**
   * Topics.
   *
   * @param odometry empty where only {@code /tf} has it
   */
  public record Topics(
      Optional<String> odometry, String initialPose, String transforms, String staticTransforms) {}
}
