package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.index.Camera;
import org.waymark.core.dataset.text.LensWords;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.geometry.Pose;

/**
 * One camera of KITTI's {@code calib.txt}. Line {@code Pi:} is the projection {@code K [I | b]} of
 * points in the rectified frame of camera 0.
 *
 * @param camera K
 * @param cameraToLeft the camera's pose in the frame of camera 0: translated by -b
 */
record KittiCalibration(Camera camera, Pose cameraToLeft) {

  private static final int MATRIX = 12;

  /**
   * Reads a file.
   *
   * @param camera 0 to 3
   * @return empty when there is no such file
   * @throws WaymarkException when it does not hold the camera
   */
  static Optional<KittiCalibration> read(Path file, String camera) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String name = "P" + camera + ":";
    try (WordLines lines = WordLines.open(file)) {
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get().word(0).equals(name)) {
          return Optional.of(of(file, line.get()));
        }
      }
    }
    throw new WaymarkException("%s has no line '%s'".formatted(file, name));
  }

  private static KittiCalibration of(Path file, Line line) {
    try {
      line.requireWords(MATRIX + 1, "a name and a 3x4 matrix");
      double[] p = line.numbers(1, MATRIX);
      double fx = p[0];
      double fy = p[5];
      double cx = p[2];
      double cy = p[6];
      // Of any size: the pictures tell theirs later, where nobody knows the line any more.
      LensWords.sizeThenFocal(new double[] {1, 1, fx, fy, cx, cy});
      double bz = p[11];
      double bx = (p[3] - cx * bz) / fx;
      double by = (p[7] - cy * bz) / fy;
      return new KittiCalibration(
          Camera.ofFocalLength(fx, fy, cx, cy), new Pose(-bx, -by, -bz, 0, 0, 0, 1));
    } catch (MalformedLineException | IllegalArgumentException e) {
      throw new WaymarkException("%s:%d: %s".formatted(file, line.number(), e.getMessage()), e);
    }
  }
}
