package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.image.ImageFiles;

/**
 * The camera of a 7-Scenes data set: {@code camera-intrinsics.txt} (a 3x3 matrix) beside or above
 * the sequences where there is one, else the values published for the Kinect: f = 585, centre (320,
 * 240), 640x480.
 */
final class SevenScenesCamera {

  private static final String FILE = "camera-intrinsics.txt";
  private static final Intrinsics KINECT = new Intrinsics(640, 480, 585, 585, 320, 240);

  private final Path root;
  private @Nullable Intrinsics known;

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

  private Intrinsics read(Path picture) throws IOException {
    Path file = root.resolve(FILE);
    Path parent = root.toAbsolutePath().getParent();
    if (!Files.exists(file) && parent != null) {
      file = parent.resolve(FILE);
    }
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
