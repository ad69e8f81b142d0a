package org.waymark.core.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.DepthFile;
import org.waymark.core.image.ImageData;

/**
 * One picture of a data set and what is known about it. Pictures and depth are read from disk at
 * each call and not kept. A frame may be a view into its data set's index: cheap to make, so keep
 * numbers rather than frames when there are millions.
 */
public interface DatasetFrame {

  /** 1973-03-03, before any recording: three years on end have no sequence. */
  long FIRST_DATE_NANOS = 100_000_000_000_000_000L;

  /** Names the frame within its data set, e.g. {@code seq-01/frame-000012}. */
  String id();

  /**
   * The name under which the data set's publishers know the picture, as prediction and submission
   * files use it: MSLS's key, for instance. The {@link #id()} where there is no other.
   */
  default String key() {
    return id();
  }

  /** The sequence that the frame belongs to, e.g. {@code seq-01}. */
  String sequence();

  /** Its number within the sequence as published; numbers may have gaps. */
  default OptionalLong frameNumber() {
    return OptionalLong.empty();
  }

  /**
   * When it was taken, in nanoseconds since the Unix epoch, or since the sequence began where
   * nothing else is known.
   */
  long stampNanos();

  /**
   * Whether {@link #stampNanos()} was recorded; false where it is made up, evenly spaced at the
   * option {@code hz}.
   */
  default boolean stamped() {
    return true;
  }

  /**
   * Whether {@link #stampNanos()} tells the day: it was recorded, and since the Unix epoch. Times
   * before {@link #FIRST_DATE_NANOS} are taken as since the sequence began.
   */
  default boolean dated() {
    return stamped() && stampNanos() >= FIRST_DATE_NANOS;
  }

  /**
   * The ROS frame of the camera, where it was recorded, e.g. {@code camera_color_optical_frame}.
   */
  default Optional<String> cameraFrame() {
    return Optional.empty();
  }

  /** The picture's file, which may be missing; empty where pictures are no files of their own. */
  default Optional<Path> file() {
    return Optional.empty();
  }

  /** The picture as it lies on disk. */
  ImageData image() throws IOException;

  /**
   * Camera-to-world, where the data set has poses.
   *
   * @throws org.waymark.core.WaymarkException when there is a pose but it cannot be read, naming
   *     file and line
   */
  Optional<Pose> pose() throws IOException;

  /** What the robot's odometry said at the stamp, where it was recorded. */
  default Optional<Odometry> odometry() {
    return Optional.empty();
  }

  /**
   * The mounting: pose of the camera in base_link, where it is known.
   *
   * @throws org.waymark.core.WaymarkException when it is there but cannot be read, naming file and
   *     line
   */
  default Optional<Pose> baseToCamera() throws IOException {
    return Optional.empty();
  }

  /**
   * Position on the ground and heading, where the data set has GPS and compass in place of, or
   * beside, poses.
   */
  default Optional<GroundPosition> position() {
    return Optional.empty();
  }

  /** What else is known, by the names in {@link Tags}; unmodifiable, in a fixed order. */
  default SequencedMap<String, String> tags() {
    return Collections.unmodifiableSequencedMap(new TreeMap<>());
  }

  /** Whether the picture shows a full circle. */
  default boolean panorama() {
    return Boolean.parseBoolean(tags().get(Tags.PANORAMA));
  }

  Optional<Intrinsics> intrinsics() throws IOException;

  /** The depth map's file, which may be missing; empty where depth maps are no such files. */
  default Optional<DepthFile> depthFile() {
    return Optional.empty();
  }

  /** Whether there is a depth map, without reading it. */
  default boolean hasDepth() {
    return depthFile().filter(depth -> Files.exists(depth.file())).isPresent();
  }

  /** The depth map, where there is one. */
  default Optional<DepthMap> depth() throws IOException {
    Optional<DepthFile> file = depthFile().filter(depth -> Files.exists(depth.file()));
    return file.isEmpty() ? Optional.empty() : Optional.of(file.get().read());
  }
}
