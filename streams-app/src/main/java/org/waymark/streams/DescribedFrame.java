package org.waymark.streams;

import org.waymark.avro.CameraFrame;

/** What became of a record of the frames topic before the map is asked. */
public sealed interface DescribedFrame {

  /**
   * The name of the robot that sent it.
   *
   * @throws IllegalStateException for a record that is no frame
   */
  default String robot() {
    return switch (this) {
      case Described described -> described.frame().getRobot();
      case Rejected rejected -> rejected.frame().getRobot();
      case Stale stale -> stale.frame().getRobot();
      case NotAFrame(String reason) -> throw new IllegalStateException("no frame: " + reason);
    };
  }

  /** A frame with its descriptor. */
  record Described(CameraFrame frame, float[] descriptor, Work work) implements DescribedFrame {}

  /** A frame whose picture cannot be used. */
  record Rejected(CameraFrame frame, String reason, Work work) implements DescribedFrame {}

  /** A frame that was too old to be worth computing. */
  record Stale(CameraFrame frame, long ageMillis, Work work) implements DescribedFrame {}

  /** A record that is no camera frame at all. */
  record NotAFrame(String reason) implements DescribedFrame {}

  /**
   * What was done so far.
   *
   * @param startedMillis when work on the frame began, by this machine's clock
   * @param decodeNanos decoding and resizing the picture; 0 when it was not done
   * @param forwardNanos the network; 0 when it was not run
   */
  record Work(long startedMillis, long decodeNanos, long forwardNanos) {}
}
