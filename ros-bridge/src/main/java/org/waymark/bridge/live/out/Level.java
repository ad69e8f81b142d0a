package org.waymark.bridge.live.out;

/** Levels of {@code diagnostic_msgs/DiagnosticStatus}. */
enum Level {
  OK,
  WARN,
  ERROR;

  byte code() {
    return (byte) ordinal();
  }
}
