package org.waymark.streams;

import java.util.Optional;
import java.util.function.Consumer;
import org.waymark.avro.Localization;

/**
 * Turns one frame into its outcome, given what was believed about its robot before.
 *
 * <p>A function: what it remembers between frames is the belief, which Kafka Streams keeps for it
 * (see {@link RobotStateStore}), moves to another instance with the robot, and in replay mode
 * commits together with the outcome. Called by several threads, each with robots of its own.
 */
public interface FrameLocalizer {

  /**
   * The outcome of a frame and the belief after it.
   *
   * @param frame never a {@link DescribedFrame.NotAFrame}
   * @param source where its record lies
   * @param publishedMillis the record's time stamp
   * @param belief about the robot before this frame; empty for one that was never seen
   */
  Answer localize(
      DescribedFrame frame, FrameKey source, long publishedMillis, Optional<byte[]> belief);

  /** The map that it looks frames up in at the moment; empty where there is none. */
  default Optional<MapStatus> map() {
    return Optional.empty();
  }

  /** Tells from now on when another version of the map is in use. */
  default void onMapChange(Consumer<MapStatus> listener) {
    // Most have one map for ever.
  }

  /**
   * What became of a frame.
   *
   * @param outcome its total time is left 0 here, and set when it is handed to Kafka
   * @param belief about the robot after this frame; empty leaves it as it was
   */
  record Answer(Localization outcome, Optional<byte[]> belief) {}
}
