package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.text.MatrixFile;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageFiles;

/**
 * The camera of a 7-Scenes data set: {@code camera-intrinsics.txt} (a 3x3 matrix) beside or above
 * the sequences where there is one, else the values published for the Kinect: f = 585, centre (320,
 * 240), 640x480. {@code camera-mounting.txt} in the same places is its pose in base_link.
 */
final class SevenScenesCamera {

  private static final String FILE = "camera-intrinsics.txt";
  private static final String MOUNTING = "camera-mounting.txt";
  private static final Intrinsics KINECT = new Intrinsics(640, 480, 585, 585, 320, 240);

  private final Path root;
  private @Nullable Intrinsics known;
  private boolean mountingRead;
  private @Nullable Pose mounting;

  SevenScenesCamera(Path root) {
    this.root = root;
  }

  /**
   * The camera that took {@code picture}; all pictures of a data set are of one size.
   *
   * @throws WaymarkException when the file is there but holds no 3x3 camera matrix
   */
  synchronized Intrinsics intrinsics(Path picture) throws IOException {
    if (known == null) {
      known = read(picture);
    }
    return known;
  }

  /**
   * How it is mounted on the robot: its pose in base_link, where that is known.
   *
   * @throws WaymarkException when the file is there but holds no 4x4 transform
   */
  synchronized Optional<Pose> mounting() throws IOException {
    if (!mountingRead) {
      mounting =
          MatrixFile.read(besideOrAbove(MOUNTING), "pose of the camera in base_link").orElse(null);
      mountingRead = true;
    }
    return Optional.ofNullable(mounting);
  }

  private Path besideOrAbove(String name) {
    Path file = root.resolve(name);
    Path parent = root.toAbsolutePath().getParent();
    return Files.exists(file) || parent == null ? file : parent.resolve(name);
  }

  private Intrinsics read(Path picture) throws IOException {
    Path file = besideOrAbove(FILE);
    if (!Files.exists(file)) {
      return KINECT;
    }
    double[] k;
    try {
      k =
          Arrays.stream(Files.readString(file).strip().split("\\s+"))
              .mapToDouble(Double::parseDouble)
              .toArray();
    } catch (NumberFormatException e) {
      throw new WaymarkException(
          "%s holds text where a 3x3 camera matrix is expected: %s".formatted(file, e.getMessage()),
          e);
    }
    if (k.length != 9) {
      throw new WaymarkException(
          "%s holds %d numbers; a camera matrix has 9".formatted(file, k.length));
    }
    ImageFiles.Size size =
        ImageFiles.size(Files.readAllBytes(picture))
            .orElse(new ImageFiles.Size((int) Math.round(2 * k[2]), (int) Math.round(2 * k[5])));
    try {
      return new Intrinsics(size.width(), size.height(), k[0], k[4], k[2], k[5]);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
