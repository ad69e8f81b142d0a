package org.waymark.core.dataset;

import java.io.IOException;
import java.util.Optional;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;

/**
 * One picture of a data set and what is known about it. Reads from disk at each call; nothing is
 * kept.
 */
public interface DatasetFrame {

  /** Names the frame within its data set, e.g. {@code seq-01/frame-000012}. */
  String id();

  /** The sequence that the frame belongs to, e.g. {@code seq-01}. */
  String sequence();

  /**
   * When it was taken, in nanoseconds since the Unix epoch, or since the sequence began where
   * nothing else is known.
   */
  long stampNanos();

  /** The picture as it lies on disk. */
  ImageData image() throws IOException;

  /**
   * Camera-to-world, where the data set has poses.
   *
   * @throws org.waymark.core.WaymarkException when there is a pose but it cannot be read, naming
   *     file and line
   */
  Optional<Pose> pose() throws IOException;

  Optional<Intrinsics> intrinsics() throws IOException;

  Optional<DepthMap> depth() throws IOException;
}
