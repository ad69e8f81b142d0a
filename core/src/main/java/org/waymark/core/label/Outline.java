package org.waymark.core.label;

/**
 * Where a seen surface lies.
 *
 * @param seen around the points that are looked for in other views
 * @param reach around all places where a point of another view could be found in this one
 */
public record Outline(Box seen, Box reach) {

  /** False when the two surfaces certainly share nothing. */
  public boolean mayMeet(Outline other) {
    return seen.meets(other.reach) && other.seen.meets(reach);
  }

  /** Sides parallel to the world's axes. Empty until a point is put in. */
  public static final class Box {
    private final double[] min = {
      Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY
    };
    private final double[] max = {
      Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    void include(double x, double y, double z) {
      include(0, x);
      include(1, y);
      include(2, z);
    }

    private void include(int axis, double value) {
      min[axis] = Math.min(min[axis], value);
      max[axis] = Math.max(max[axis], value);
    }

    boolean meets(Box other) {
      for (int axis = 0; axis < 3; axis++) {
        if (!(min[axis] <= other.max[axis] && other.min[axis] <= max[axis])) {
          return false;
        }
      }
      return true;
    }
  }
}
