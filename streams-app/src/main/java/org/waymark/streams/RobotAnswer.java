package org.waymark.streams;

import org.waymark.avro.Localization;

/** Where a robot's last outcome is. */
public sealed interface RobotAnswer {

  /** With this instance. */
  record Here(Localization outcome) implements RobotAnswer {}

  /**
   * With another.
   *
   * @param address its {@code host:port}
   */
  record Elsewhere(String address) implements RobotAnswer {}

  /** Nobody has seen the robot. */
  record Unknown() implements RobotAnswer {}

  /** It cannot be said at the moment. */
  record NotNow(String reason) implements RobotAnswer {}
}
