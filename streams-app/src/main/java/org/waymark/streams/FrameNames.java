package org.waymark.streams;

import org.waymark.avro.CameraFrame;
import org.waymark.core.record.MalformedRecordException;

/**
 * Bounds the names that an outcome repeats: an outcome that Kafka finds too large would stop the
 * application, again after each restart.
 */
final class FrameNames {

  private static final int MAX_CHARS = 255;

  private FrameNames() {}

  /**
   * Checks robot, run, camera and encoding.
   *
   * @throws MalformedRecordException when one is longer than any sensible name
   */
  static void requireSensible(CameraFrame frame) {
    require("robot", frame.getRobot());
    require("run", frame.getRun());
    require("camera", frame.getCamera());
    require("encoding", frame.getEncoding());
  }

  private static void require(String field, String value) {
    if (value.length() > MAX_CHARS) {
      throw new MalformedRecordException(
          "%s has %s characters, more than %s"
              .formatted(field, Integer.toString(value.length()), Integer.toString(MAX_CHARS)));
    }
  }
}
