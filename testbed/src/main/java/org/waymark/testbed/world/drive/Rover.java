package org.waymark.testbed.world.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.plan.Path;

/**
 * A robot on wheels that is sent about on the tour and takes a frame every tenth of a second, until
 * it has taken as many as it should. Places are arc lengths of the tour.
 *
 * <p>Its speed changes steadily, and its body sways: base_link is not quite level.
 */
final class Rover {

  /** How far its body tilts about each axis, in radians. */
  private static final double MAX_TILT = Math.toRadians(1.2);

  /** How far its body moves up and down, in metres. */
  private static final double MAX_HEAVE = 0.02;

  /** Standard deviation of roll and of pitch, in radians. */
  static final double TILT = MAX_TILT * Wander.RMS;

  /** Standard deviation of its height, in metres. */
  static final double HEAVE = MAX_HEAVE * Wander.RMS;

  private static final double MAX_YAW = Math.toRadians(4);
  private static final int TICKS_PER_FRAME = 10;
  private static final double TICK_SECONDS = 1 / Drive.RATE_HZ / TICKS_PER_FRAME;

  /** Metres per second squared. */
  private static final double ACCELERATION = 0.8;

  /** At its fastest, in radians per second. */
  private static final double TURN_RATE = 1.2;

  /** Nearer than this it has arrived, in metres. */
  private static final double ARRIVED = 0.01;

  /** So that it keeps moving on the last centimetres, in metres per second. */
  private static final double CRAWL = 0.05;

  private static final double HANDLING_SECONDS = 0.4;

  private final Path path;
  private final int frames;

  /** 0 for a robot that keeps exactly to the way, 1 for one that does not. */
  private final double freedom;

  private final Wander offset;
  private final Wander yaw;
  private final Wander roll;
  private final Wander pitch;
  private final Wander heave;
  private final Wander speedChange;
  private final List<Pose> bases = new ArrayList<>();
  private final List<Integer> kidnaps = new ArrayList<>();
  private double place;

  /** Of the robot's front, against the direction of the tour. */
  private double turned;

  private double speed;
  private double pace = 1;

  /** Metres driven, on which all that wanders depends: another lap is another one. */
  private double driven;

  private long ticks;

  private Rover(Path path, int frames, double place, double freedom, SplittableRandom random) {
    this.path = path;
    this.frames = frames;
    this.place = place;
    this.freedom = freedom;
    offset = new Wander(random, 5);
    yaw = new Wander(random, 3);
    roll = new Wander(random, 3.7);
    pitch = new Wander(random, 2.5);
    heave = new Wander(random, 2.9);
    speedChange = new Wander(random, 6);
    takeFrame();
  }

  /** One that keeps to the middle of the way and does not sway, as it should be while mapping. */
  static Rover onTheWay(Path path, double place) {
    return new Rover(path, Integer.MAX_VALUE, place, 0, new SplittableRandom(0));
  }

  /** One that drives up to 0.28 m aside and a few degrees off. */
  static Rover astray(Path path, int frames, double place, SplittableRandom random) {
    return new Rover(path, frames, place, 1, random);
  }

  /** Whether it has all its frames; it does not move any more then. */
  boolean done() {
    return bases.size() >= frames;
  }

  int taken() {
    return bases.size();
  }

  double place() {
    return place;
  }

  /** How fast it goes from now on, 1 for as usual. */
  void pace(double factor) {
    pace = factor;
  }

  /** Drives to a place and stops there: in reverse gear where that is behind it. */
  void driveTo(double target) {
    driveTo(target, Integer.MAX_VALUE);
  }

  /** Drives towards a place until it is there, or has taken so many frames in all. */
  void driveTo(double target, int untilTaken) {
    double way = Math.signum(target - place);
    while (!done() && taken() < untilTaken && Math.abs(target - place) > ARRIVED) {
      double left = Math.abs(target - place);
      double wanted =
          Math.min(
              pace
                  * (1 - freedom * (0.06 - 0.05 * speedChange.at(driven)))
                  * Pace.limit(path, place),
              Math.sqrt(2 * ACCELERATION * left));
      double change = ACCELERATION * TICK_SECONDS;
      speed = Math.max(CRAWL, speed + Math.clamp(wanted - speed, -change, change));
      double step = Math.min(left, speed * TICK_SECONDS);
      place += way * step;
      driven += step;
      tick();
    }
    if (Math.abs(target - place) <= ARRIVED) {
      speed = 0;
    }
  }

  void park(double seconds) {
    speed = 0;
    for (long left = Math.round(seconds / TICK_SECONDS); left > 0 && !done(); left--) {
      tick();
    }
  }

  /**
   * Turns on the spot until its front is where its back was.
   *
   * @param left which way round
   */
  void turnAround(boolean left) {
    park(0.2);
    double from = turned;
    // A smooth step is 1.5 times as fast in its middle as on average.
    long duration = Math.round(1.5 * Math.PI / TURN_RATE / TICK_SECONDS);
    for (long i = 1; i <= duration && !done(); i++) {
      double t = i / (double) duration;
      turned = from + (left ? Math.PI : -Math.PI) * t * t * (3 - 2 * t);
      tick();
    }
    park(0.2);
  }

  /** Stops, is carried to another place, and looks along the tour or against it as before. */
  void kidnap(double to) {
    driveTo(place + speed * speed / (2 * ACCELERATION));
    park(HANDLING_SECONDS);
    if (!done()) {
      place = to;
      driven += 37;
      kidnaps.add(bases.size());
      park(HANDLING_SECONDS);
    }
  }

  private void tick() {
    ticks++;
    if (ticks % TICKS_PER_FRAME == 0) {
      takeFrame();
    }
  }

  private void takeFrame() {
    double way = path.heading(place);
    double aside = freedom * Pace.aside(path, place) * offset.at(driven);
    Vector3d position =
        new Vector3d(
            path.x(place) - aside * Math.sin(way),
            path.y(place) + aside * Math.cos(way),
            freedom * MAX_HEAVE * heave.at(driven));
    Quaterniond orientation =
        new Quaterniond()
            .rotateZ(way + turned + freedom * MAX_YAW * yaw.at(driven))
            .rotateY(freedom * MAX_TILT * pitch.at(driven))
            .rotateX(freedom * MAX_TILT * roll.at(driven));
    bases.add(Pose.of(position, orientation));
  }

  /**
   * Everything up to now.
   *
   * @param odometrySeed of the drift of its odometry
   */
  Drive drive(long odometrySeed) {
    return new Drive(
        bases.stream().map(base -> base.compose(Drive.BASE_TO_CAMERA)).toList(),
        new WheelOdometry(Drift.STANDARD, odometrySeed).along(bases, kidnaps),
        kidnaps);
  }
}
