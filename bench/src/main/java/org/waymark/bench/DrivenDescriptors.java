package org.waymark.bench;

import java.util.Random;
import java.util.SplittableRandom;
import org.joml.Matrix3d;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.Pose;

/**
 * Descriptors as a drive gives them, from a seed: a camera wanders between places, comes back to
 * many of them in other sessions, and stands still now and then. A descriptor is made of random
 * Fourier features of position and heading (Rahimi and Recht, "Random Features for Large-Scale
 * Kernel Machines", NIPS 2007) at scales of 1.5 m to 25 m, so that near places look alike; a shift
 * that a session has in common; and noise of each frame. Frames of a parked camera have a thirtieth
 * of that noise: nearly the same picture again and again.
 *
 * <p>Every descriptor is made when asked for, and is the same whenever it is.
 */
final class DrivenDescriptors {

  /** Frames of one session. */
  static final int SESSION = 5000;

  /** Of each {@value} frames the last tenth is parked. */
  private static final int PARKING = 2500;

  private static final int PARKED_FROM = PARKING - PARKING / 10;
  private static final double STEP_METRES = 0.2;
  private static final double MAX_TURN = 0.15;
  private static final int GOALS = 20;
  private static final double NOISE = 0.35;
  private static final double PARKED_NOISE = NOISE / 30;
  private static final double SESSION_SHIFT = 0.25;

  private final int size;
  private final long seed;
  private final float[] x;
  private final float[] y;
  private final float[] yaw;
  private final float[] frequencyX;
  private final float[] frequencyY;
  private final float[] turns;
  private final float[] phase;

  /**
   * @param count of frames
   * @param size numbers per descriptor
   */
  DrivenDescriptors(int count, int size, long seed) {
    this.size = size;
    this.seed = seed;
    x = new float[count];
    y = new float[count];
    yaw = new float[count];
    frequencyX = new float[size];
    frequencyY = new float[size];
    turns = new float[size];
    phase = new float[size];
    drive(new Random(seed));
    Random random = new Random(seed + 1);
    for (int i = 0; i < size; i++) {
      double scale = Math.exp(Math.log(1.5) + random.nextDouble() * Math.log(25 / 1.5));
      frequencyX[i] = (float) (random.nextGaussian() / scale);
      frequencyY[i] = (float) (random.nextGaussian() / scale);
      turns[i] = random.nextInt(5) - 2;
      phase[i] = (float) (random.nextDouble() * 2 * Math.PI);
    }
  }

  private void drive(Random random) {
    double side = Math.max(30, Math.sqrt(x.length));
    double[][] goals = new double[GOALS][];
    for (int i = 0; i < GOALS; i++) {
      goals[i] = new double[] {random.nextDouble() * side, random.nextDouble() * side};
    }
    double px = side / 2;
    double py = side / 2;
    double direction = 0;
    double[] goal = goals[0];
    for (int i = 0; i < x.length; i++) {
      if (!parked(i)) {
        if (Math.hypot(goal[0] - px, goal[1] - py) < 2) {
          goal =
              random.nextDouble() < 0.4
                  ? goals[random.nextInt(GOALS)]
                  : new double[] {random.nextDouble() * side, random.nextDouble() * side};
        }
        double error =
            Math.IEEEremainder(Math.atan2(goal[1] - py, goal[0] - px) - direction, 2 * Math.PI);
        direction += Math.max(-MAX_TURN, Math.min(MAX_TURN, error)) + 0.03 * random.nextGaussian();
        px += STEP_METRES * Math.cos(direction);
        py += STEP_METRES * Math.sin(direction);
      }
      x[i] = (float) px;
      y[i] = (float) py;
      yaw[i] = (float) direction;
    }
  }

  private static boolean parked(int frame) {
    return frame % PARKING >= PARKED_FROM;
  }

  int count() {
    return x.length;
  }

  int size() {
    return size;
  }

  /** In metres of the map frame. */
  float x(int frame) {
    return x[frame];
  }

  /** In metres of the map frame. */
  float y(int frame) {
    return y[frame];
  }

  /** Of the camera in the map frame: looking along its heading, 1 m above the ground. */
  Pose pose(int frame) {
    return pose(x[frame], y[frame], yaw[frame]);
  }

  private static Pose pose(double x, double y, double yaw) {
    // Columns: right, down and forward in a frame whose z is up.
    Matrix3d optical =
        new Matrix3d(Math.sin(yaw), -Math.cos(yaw), 0, 0, 0, -1, Math.cos(yaw), Math.sin(yaw), 0);
    return Pose.of(new Vector3d(x, y, 1), optical.getNormalizedRotation(new Quaterniond()));
  }

  float[] descriptor(int frame) {
    return describe(
        x[frame],
        y[frame],
        yaw[frame],
        frame / SESSION,
        parked(frame) ? PARKED_NOISE : NOISE,
        new SplittableRandom(seed * 1_000_003 + frame));
  }

  /**
   * A picture of a later session, half a metre and six degrees from one of the frames.
   *
   * @param pose where it was taken
   */
  record Query(float[] descriptor, Pose pose) {}

  Query query(int number) {
    SplittableRandom random = new SplittableRandom(~seed * 1_000_003 + number);
    int frame = random.nextInt(x.length);
    double qx = x[frame] + 0.5 * random.nextGaussian();
    double qy = y[frame] + 0.5 * random.nextGaussian();
    double qyaw = yaw[frame] + 0.1 * random.nextGaussian();
    return new Query(describe(qx, qy, qyaw, -1, NOISE, random), pose(qx, qy, qyaw));
  }

  private float[] describe(
      double px, double py, double heading, int session, double noise, SplittableRandom random) {
    SplittableRandom shift = new SplittableRandom(seed * 31 + session);
    double amplitude = Math.sqrt(2.0 / size);
    double perNumber = 1 / Math.sqrt(size);
    float[] descriptor = new float[size];
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double value =
          amplitude
                  * Math.cos(
                      px * frequencyX[i] + py * frequencyY[i] + heading * turns[i] + phase[i])
              + perNumber * (SESSION_SHIFT * shift.nextGaussian() + noise * random.nextGaussian());
      descriptor[i] = (float) value;
      squares += value * value;
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < size; i++) {
      descriptor[i] *= scale;
    }
    return descriptor;
  }
}
