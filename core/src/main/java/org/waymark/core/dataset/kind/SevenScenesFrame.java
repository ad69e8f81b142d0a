package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.text.MatrixFile;
import org.waymark.core.dataset.text.OdometryTrack;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.DepthFile;
import org.waymark.core.image.ImageData;
import org.waymark.core.image.ImageFiles;

/**
 * One {@code frame-NNNNNN} of a 7-Scenes sequence.
 *
 * @param track odometry of the sequence, without lines where there is none
 * @param row of this frame in it
 */
record SevenScenesFrame(
    Path picture, SevenScenesCamera camera, long stampNanos, OdometryTrack track, int row)
    implements DatasetFrame {

  /** Depth is in millimetres. */
  private static final double UNITS_PER_METRE = 1000;

  @Override
  public String id() {
    return sequence() + "/" + stem();
  }

  @Override
  public String sequence() {
    Path folder = picture.toAbsolutePath().normalize().getParent();
    return folder == null ? "." : folder.getFileName().toString();
  }

  /** The layout has no times. */
  @Override
  public boolean stamped() {
    return false;
  }

  private String stem() {
    String name = picture.getFileName().toString();
    return name.substring(0, name.indexOf(".color."));
  }

  @Override
  public OptionalLong frameNumber() {
    return OptionalLong.of(Long.parseLong(stem().substring(stem().indexOf('-') + 1)));
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(picture);
  }

  @Override
  public ImageData image() throws IOException {
    return ImageFiles.read(picture);
  }

  @Override
  public Optional<Pose> pose() throws IOException {
    return MatrixFile.read(picture.resolveSibling(stem() + ".pose.txt"), "camera-to-world pose");
  }

  @Override
  public Optional<Odometry> odometry() {
    return track.get(row);
  }

  @Override
  public Optional<Pose> baseToCamera() throws IOException {
    return camera.mounting();
  }

  @Override
  public Optional<Intrinsics> intrinsics() throws IOException {
    return Optional.of(camera.intrinsics(picture));
  }

  @Override
  public Optional<DepthFile> depthFile() {
    return Optional.of(
        new DepthFile(picture.resolveSibling(stem() + ".depth.png"), UNITS_PER_METRE));
  }
}
