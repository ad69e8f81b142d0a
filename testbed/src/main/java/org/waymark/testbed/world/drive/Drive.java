package org.waymark.testbed.world.drive;

import java.util.List;
import org.joml.Matrix3d;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/**
 * Where the camera was at each frame of one drive, 10 frames a second, and where the robot believed
 * to be. Immutable.
 *
 * @param poses camera-to-world, optical frame
 * @param odometry of base_link at each frame; empty where the robot has none
 * @param kidnaps the frames, rising, at which the robot stands where somebody has carried it since
 *     the frame before, unnoticed by its wheels
 */
public record Drive(List<Pose> poses, List<Odometry> odometry, List<Integer> kidnaps) {

  /** Frames per second. */
  public static final double RATE_HZ = 10;

  static final double CAMERA_HEIGHT = 1.1;

  /**
   * The mounting: pose of the camera in base_link, which is on the floor under it, x forward. It
   * looks forward and 3 degrees down.
   */
  public static final Pose BASE_TO_CAMERA = looking(0, 0, CAMERA_HEIGHT, 0, Math.toRadians(-3), 0);

  private static final Pose CAMERA_TO_BASE = BASE_TO_CAMERA.inverse();

  public Drive {
    poses = List.copyOf(poses);
    odometry = List.copyOf(odometry);
    kidnaps = List.copyOf(kidnaps);
    if (!odometry.isEmpty() && odometry.size() != poses.size()) {
      throw new IllegalArgumentException(
          "%d frames, but odometry of %d".formatted(poses.size(), odometry.size()));
    }
  }

  /** A drive without odometry and incidents. */
  static Drive ofPoses(List<Pose> poses) {
    return new Drive(poses, List.of(), List.of());
  }

  /** Where base_link was at a frame: the truth that odometry drifts away from. */
  public Pose base(int frame) {
    return poses.get(frame).compose(CAMERA_TO_BASE);
  }

  /**
   * A camera at a place.
   *
   * @param heading of the optical axis over the ground, radians counter-clockwise from the x axis
   * @param pitch upwards, in radians
   * @param roll clockwise about the optical axis, in radians
   */
  public static Pose looking(
      double x, double y, double z, double heading, double pitch, double roll) {
    double c = Math.cos(heading);
    double s = Math.sin(heading);
    // Columns: right, down, forward of a level camera.
    Quaterniond level =
        new Matrix3d(s, -c, 0, 0, 0, -1, c, s, 0).getNormalizedRotation(new Quaterniond());
    level.rotateX(pitch).rotateZ(roll);
    return Pose.of(new Vector3d(x, y, z), level.normalize());
  }
}
