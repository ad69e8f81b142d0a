package org.waymark.bridge.tf;

import org.joml.Quaterniond;
import org.waymark.core.geometry.Pose;

/** Poses between two poses. */
public final class Interpolation {

  private Interpolation() {}

  /**
   * The pose at a fraction of the way: position on the straight line, orientation on the shorter
   * arc (slerp), as tf2 has it.
   *
   * @param fraction 0 is {@code from}, 1 is {@code to}; beyond them the motion is continued
   */
  public static Pose between(Pose from, Pose to, double fraction) {
    Quaterniond step = from.orientation().conjugate().mul(to.orientation()).normalize();
    // The quaternion and its negative are one rotation; this one turns by less than half.
    if (step.w < 0) {
      step.set(-step.x, -step.y, -step.z, -step.w);
    }
    double sine = Math.sqrt(step.x * step.x + step.y * step.y + step.z * step.z);
    double half = Math.atan2(sine, step.w) * fraction;
    double scale = sine == 0 ? 0 : Math.sin(half) / sine;
    Quaterniond part =
        new Quaterniond(step.x * scale, step.y * scale, step.z * scale, Math.cos(half));
    return Pose.of(
        from.position().lerp(to.position(), fraction), from.orientation().mul(part).normalize());
  }
}
