package org.waymark.bridge.graph;

/**
 * How messages travel. ROS 1 knows the latch and the depth only.
 *
 * @param reliable whether a lost message is sent again; a subscriber that asks for it does not
 *     match a publisher that offers best effort
 * @param latched whether the last message is kept for those who come later; ROS 2's transient local
 * @param depth how many messages wait for a slow receiver, the oldest go first
 */
public record Qos(boolean reliable, boolean latched, int depth) {

  private static final int SENSOR_DEPTH = 5;

  public Qos {
    if (depth < 1) {
      throw new IllegalArgumentException("a queue of %d messages".formatted(depth));
    }
  }

  /** Best effort, as ROS 2's cameras publish; ROS 1 has nothing else. */
  public static Qos sensor() {
    return new Qos(false, false, SENSOR_DEPTH);
  }

  /** Every message, for those who listen now. */
  public static Qos reliable(int depth) {
    return new Qos(true, false, depth);
  }

  /** Every message, and the last ones for those who come later. */
  public static Qos latched(int depth) {
    return new Qos(true, true, depth);
  }
}
