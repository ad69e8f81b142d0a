package org.waymark.core.dataset.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.DepthFile;
import org.waymark.core.image.ImageData;
import org.waymark.core.image.ImageFiles;

/** One row of an index. */
record IndexedFrame(FrameIndex index, int row) implements DatasetFrame {

  @Override
  public String id() {
    return index.pathAt(row);
  }

  @Override
  public String key() {
    return index.keyAt(row);
  }

  @Override
  public String sequence() {
    return index.sequenceAt(row);
  }

  @Override
  public OptionalLong frameNumber() {
    return index.frameNumberAt(row);
  }

  @Override
  public long stampNanos() {
    return index.stampAt(row);
  }

  @Override
  public boolean stamped() {
    return index.stampedAt(row);
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(index.fileAt(row));
  }

  @Override
  public ImageData image() throws IOException {
    return ImageFiles.read(index.fileAt(row));
  }

  @Override
  public Optional<Pose> pose() {
    return index.poseAt(row);
  }

  @Override
  public Optional<Odometry> odometry() {
    return index.odometryAt(row);
  }

  @Override
  public Optional<Pose> baseToCamera() {
    return index.mountingAt(row);
  }

  @Override
  public Optional<GroundPosition> position() {
    return index.positionAt(row);
  }

  @Override
  public SequencedMap<String, String> tags() {
    return index.tagsAt(row);
  }

  @Override
  public boolean panorama() {
    return index.panoramaAt(row);
  }

  @Override
  public Optional<Intrinsics> intrinsics() throws IOException {
    Optional<Camera> camera = index.cameraAt(row);
    return camera.isEmpty()
        ? Optional.empty()
        : Optional.of(camera.get().intrinsics(index.fileAt(row)));
  }

  @Override
  public Optional<DepthFile> depthFile() {
    return index.depthFileAt(row);
  }
}
