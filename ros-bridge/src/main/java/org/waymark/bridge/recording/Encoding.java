package org.waymark.bridge.recording;

/** How the bytes of a channel's messages are laid out. */
public enum Encoding {
  /** ROS 1: little endian, without padding. */
  ROS1,
  /** ROS 2: XCDR1 with its encapsulation header. */
  CDR,
  /** Something else, such as JSON: listed, not read. */
  OTHER
}
