package org.waymark.testbed.world.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.plan.Path;

/** The plain drives: once around, always forwards, without odometry. */
final class Tour {

  private static final int SUBSTEPS = 10;

  private Tour() {}

  /** The drive that maps: on the middle of the way, at an even speed. */
  static Drive mapping(Path path, int frames) {
    List<Pose> poses = new ArrayList<>(frames);
    double s = 0;
    for (int i = 0; i < frames; i++) {
      poses.add(pose(path, s, 0, 0, Math.toRadians(-3), 0));
      s = advance(path, s, 1);
    }
    return Drive.ofPoses(poses);
  }

  /**
   * The drive that is localized: the same tour up to 0.28 m to either side, a few degrees off and a
   * little slower, each of which wanders.
   */
  static Drive revisit(Path path, int frames, long seed) {
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
              Pace.aside(path, s) * offset.at(s),
              Math.toRadians(4) * yaw.at(s),
              Math.toRadians(-3 + 1.2 * pitch.at(s)),
              roll));
      s = advance(path, s, 0.94 + 0.05 * speed.at(s));
    }
    return Drive.ofPoses(poses);
  }

  private static double advance(Path path, double s, double pace) {
    double dt = 1 / Drive.RATE_HZ / SUBSTEPS;
    double at = s;
    for (int i = 0; i < SUBSTEPS; i++) {
      at += dt * pace * Pace.limit(path, at);
    }
    return at;
  }

  private static Pose pose(
      Path path, double s, double offset, double yaw, double pitch, double roll) {
    double way = path.heading(s);
    double x = path.x(s) - offset * Math.sin(way);
    double y = path.y(s) + offset * Math.cos(way);
    return Drive.looking(x, y, Drive.CAMERA_HEIGHT, way + yaw, pitch, roll);
  }
}
