package org.waymark.bridge.recording;

import java.nio.charset.StandardCharsets;

/** Says of a file that cannot be read what it is, and what to do with it. */
final class UnreadFormat {

  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private UnreadFormat() {}

  static String of(OpenFile file) {
    if (file.startsWith(ascii("#ROSBAG V2.0"))) {
      return "its first line is damaged";
    }
    if (file.startsWith(ascii("#ROSBAG")) || file.startsWith(ascii("#ROSRECORD"))) {
      return "a bag of another format than 2.0; convert it with: rosbag fix";
    }
    if (file.startsWith(ZSTD)) {
      return "the whole file is compressed; unpack it first with: zstd -d " + file.path();
    }
    return file.bytes().size() == 0
        ? "the file is empty"
        : "neither a ROS bag, nor MCAP, nor a SQLite file of ROS 2";
  }

  /** Whether it is a bag after all. */
  static boolean isBag(OpenFile file) {
    return file.startsWith(ascii("#ROSBAG")) || file.startsWith(ascii("#ROSRECORD"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
