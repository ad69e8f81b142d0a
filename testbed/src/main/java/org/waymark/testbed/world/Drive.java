package org.waymark.testbed.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.joml.Matrix3d;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.plan.Path;

/**
 * Where the camera was at each frame of one drive, 10 frames a second; camera-to-world, optical
 * frame. Immutable.
 */
public record Drive(List<Pose> poses) {

  /** Frames per second. */
  public static final double RATE_HZ = 10;

  private static final double CAMERA_HEIGHT = 1.1;
  private static final double SPEED = 0.95;

  /** The robot slows down where it would turn faster than this, in radians per second. */
  private static final double TURN_RATE = 1.0;

  private static final int SUBSTEPS = 10;
  private static final double MAX_OFFSET = 0.28;

  public Drive {
    poses = List.copyOf(poses);
  }

  /** The drive that maps: on the middle of the way, at an even speed. */
  static Drive first(Path path, int frames) {
    List<Pose> poses = new ArrayList<>(frames);
    double s = 0;
    for (int i = 0; i < frames; i++) {
      poses.add(pose(path, s, 0, 0, Math.toRadians(-3), 0));
      s = advance(path, s, 1);
    }
    return new Drive(poses);
  }

  /**
   * The drive that is localized: the same tour up to 0.28 m to either side, a few degrees off and a
   * little slower, each of which wanders.
   */
  static Drive second(Path path, int frames, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Wander offset = new Wander(random, 5);
    Wander yaw = new Wander(random, 3);
    Wander pitch = new Wander(random, 2.5);
    Wander speed = new Wander(random, 6);
    double roll = Math.toRadians(0.8 * (random.nextDouble() - 0.5));
    double start = 0.12 * random.nextDouble();
    List<Pose> poses = new ArrayList<>(frames);
    double s = start;
    for (int i = 0; i < frames; i++) {
      poses.add(
          pose(
              path,
              s,
              aside(path, s) * offset.at(s),
              Math.toRadians(4) * yaw.at(s),
              Math.toRadians(-3 + 1.2 * pitch.at(s)),
              roll));
      s = advance(path, s, 0.94 + 0.05 * speed.at(s));
    }
    return new Drive(poses);
  }

  /** How far the robot may be off the way: less in bends, or the inner side would be a pivot. */
  private static double aside(Path path, double s) {
    return MAX_OFFSET / (1 + 0.4 * Math.abs(path.curvature(s)));
  }

  private static double advance(Path path, double s, double pace) {
    double dt = 1 / RATE_HZ / SUBSTEPS;
    double at = s;
    for (int i = 0; i < SUBSTEPS; i++) {
      // The bend ahead counts as well, so that the robot brakes before it and not in it.
      double bend =
          Math.max(
              Math.abs(path.curvature(at)),
              0.8
                  * Math.max(
                      Math.abs(path.curvature(at + 0.25)), Math.abs(path.curvature(at - 0.15))));
      at += dt * pace * Math.min(SPEED, TURN_RATE / Math.max(bend, 1e-6));
    }
    return at;
  }

  private static Pose pose(
      Path path, double s, double offset, double yaw, double pitch, double roll) {
    double way = path.heading(s);
    double x = path.x(s) - offset * Math.sin(way);
    double y = path.y(s) + offset * Math.cos(way);
    return looking(x, y, CAMERA_HEIGHT, way + yaw, pitch, roll);
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

  /** A smooth random function of the way, between -1 and 1. */
  private static final class Wander {

    private final double[] phase;
    private final double period;

    Wander(SplittableRandom random, double periodMetres) {
      phase = random.doubles(3, 0, 2 * Math.PI).toArray();
      period = periodMetres;
    }

    double at(double s) {
      double w = 2 * Math.PI * s / period;
      return 0.55 * Math.sin(w * 0.37 + phase[0])
          + 0.3 * Math.sin(w + phase[1])
          + 0.15 * Math.sin(w * 1.7 + phase[2]);
    }
  }
}
