package org.waymark.bridge.live.out;

/** Levels of {@code diagnostic_msgs/DiagnosticStatus}. */
enum Level {
  OK(0),
  WARN(1),
  ERROR(2);

  private final byte code;

  Level(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }
}
