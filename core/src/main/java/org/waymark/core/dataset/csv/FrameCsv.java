package org.waymark.core.dataset.csv;

import java.util.List;

/** Names of the columns of a frame CSV. All but the path may be missing, or empty in a line. */
final class FrameCsv {

  static final String PATH = "path";
  static final String KEY = "key";
  static final String SEQUENCE = "sequence";
  static final String FRAME = "frame";
  static final String STAMP = "stamp_ns";

  /** Camera-to-world. */
  static final List<String> POSE = List.of("x", "y", "z", "qx", "qy", "qz", "qw");

  /** Pose of base_link in the odom frame. */
  static final List<String> ODOMETRY =
      List.of("odom_x", "odom_y", "odom_z", "odom_qx", "odom_qy", "odom_qz", "odom_qw");

  /** The upper triangle of its covariance: numbers with spaces between them. */
  static final String ODOMETRY_COVARIANCE = "odom_covariance";

  /** Pose of the camera in base_link. */
  static final List<String> MOUNTING =
      List.of("mount_x", "mount_y", "mount_z", "mount_qx", "mount_qy", "mount_qz", "mount_qw");

  static final String EAST = "east";
  static final String NORTH = "north";
  static final String HEADING = "heading_deg";
  static final String ZONE = "zone";

  static final List<String> CAMERA = List.of("width", "height", "fx", "fy", "cx", "cy");

  static final String DEPTH = "depth";
  static final String DEPTH_UNITS = "depth_units_per_metre";

  /** What the name of a tag's column begins with. */
  static final String TAG = "tag.";

  private FrameCsv() {}
}
