package org.waymark.core.label;

import java.util.List;
import java.util.Locale;
import org.joml.Vector3d;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;

/** Which axis of the world points away from the ground. */
public enum UpAxis {
  X("x", 0, 1),
  Y("y", 1, 1),
  Z("z", 2, 1),
  MINUS_X("-x", 0, -1),
  MINUS_Y("-y", 1, -1),
  MINUS_Z("-z", 2, -1);

  /** How well the axis must agree with where the pictures' upper edges point, as a cosine. */
  private static final double CLEAR = 0.85;

  /** Below this length the ground projection of a direction of sight has no azimuth: 1 degree. */
  private static final double VERTICAL = 0.0175;

  private final String text;
  private final int axis;
  private final int sign;

  UpAxis(String text, int axis, int sign) {
    this.text = text;
    this.axis = axis;
    this.sign = sign;
  }

  /** As it is written on a command line: {@code z} or {@code -y}. */
  @Override
  public String toString() {
    return text;
  }

  /**
   * @throws WaymarkException when the text names no axis
   */
  public static UpAxis parse(String text) {
    for (UpAxis up : values()) {
      if (up.text.equals(text.toLowerCase(Locale.ROOT))) {
        return up;
      }
    }
    throw new WaymarkException(
        "'%s' is no axis: write x, y, z, -x, -y or -z for the one that points up".formatted(text));
  }

  /**
   * The axis that is nearest to where the upper edges of all pictures point on average.
   *
   * @throws WaymarkException when none is near
   */
  public static UpAxis of(List<Pose> camerasToWorld) {
    Vector3d mean = new Vector3d();
    for (Pose pose : camerasToWorld) {
      mean.add(pose.orientation().transform(new Vector3d(0, -1, 0)));
    }
    double length = mean.length();
    for (UpAxis up : values()) {
      if (length > 0 && up.sign * mean.get(up.axis) >= CLEAR * length) {
        return up;
      }
    }
    throw new WaymarkException(
        "no axis of the world is clearly up: the pictures' upper edges point to (%.2f, %.2f, %.2f) on average; name it with --up"
            .formatted(
                mean.x / camerasToWorld.size(),
                mean.y / camerasToWorld.size(),
                mean.z / camerasToWorld.size()));
  }

  /**
   * What a camera sees, projected to the ground.
   *
   * @param opening in radians
   * @throws IllegalArgumentException when the camera looks straight up or down
   */
  Sector sector(Pose cameraToWorld, double radius, double opening) {
    Vector3d sight = cameraToWorld.orientation().transform(new Vector3d(0, 0, 1));
    // Two axes such that they and up are right-handed.
    int first = sign > 0 ? (axis + 1) % 3 : (axis + 2) % 3;
    int second = sign > 0 ? (axis + 2) % 3 : (axis + 1) % 3;
    if (Math.hypot(sight.get(first), sight.get(second)) < VERTICAL) {
      throw new IllegalArgumentException(
          "the camera looks along the up axis " + text + " and has no direction on the ground");
    }
    Vector3d position = cameraToWorld.position();
    return new Sector(
        position.get(first),
        position.get(second),
        Math.atan2(sight.get(second), sight.get(first)),
        radius,
        opening);
  }
}
