package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.index.Camera;
import org.waymark.core.dataset.text.LensWords;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.PoseWords;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

/**
 * RobotCar Seasons' three cameras: {@code intrinsics/CAMERA_intrinsics.txt} with lines {@code fx
 * 400.0}, and {@code extrinsics/CAMERA_extrinsics.txt} with the 4x4 camera-to-car matrix.
 */
final class RobotcarRig {

  static final String REAR = "rear";
  static final List<String> CAMERAS = List.of("left", REAR, "right");

  /** All pictures are square. */
  private static final int SIZE = 1024;

  private final Path root;
  private final String wanted;
  private final Camera camera;
  private final Map<String, Pose> cameraToCar = new HashMap<>();

  /**
   * @param wanted the camera whose pictures are used
   * @throws WaymarkException when its intrinsics are missing
   */
  RobotcarRig(Path root, String wanted) {
    this.root = root;
    this.wanted = wanted;
    this.camera =
        Camera.of(intrinsics(root.resolve("intrinsics/%s_intrinsics.txt".formatted(wanted))));
  }

  Camera camera() {
    return camera;
  }

  /** Where the wanted camera is when another is at {@code pose}. */
  Pose poseOfWanted(String other, Pose pose) {
    return other.equals(wanted)
        ? pose
        : pose.compose(toCar(other).inverse()).compose(toCar(wanted));
  }

  private Pose toCar(String name) {
    return cameraToCar.computeIfAbsent(
        name, n -> extrinsics(root.resolve("extrinsics/%s_extrinsics.txt".formatted(n))));
  }

  private static Intrinsics intrinsics(Path file) {
    Map<String, Double> values = new HashMap<>();
    try (WordLines lines = WordLines.open(file)) {
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        String name = line.get().word(0).replace(":", "");
        if (List.of("fx", "fy", "cx", "cy").contains(name)) {
          values.put(name, number(file, line.get()));
        }
      }
    }
    double[] lens = {
      SIZE,
      SIZE,
      value(file, values, "fx"),
      value(file, values, "fy"),
      value(file, values, "cx"),
      value(file, values, "cy")
    };
    try {
      return LensWords.sizeThenFocal(lens);
    } catch (MalformedLineException e) {
      throw new WaymarkException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static double number(Path file, Line line) {
    try {
      return line.number(1);
    } catch (MalformedLineException e) {
      throw new WaymarkException("%s:%d: %s".formatted(file, line.number(), e.getMessage()), e);
    }
  }

  private static double value(Path file, Map<String, Double> values, String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new WaymarkException("%s has no line '%s NUMBER'".formatted(file, name));
    }
    return value;
  }

  private static Pose extrinsics(Path file) {
    if (!Files.exists(file)) {
      throw new WaymarkException(
          "there is no file %s; without it only camera=rear can be used".formatted(file));
    }
    double[] matrix = new double[16];
    int count = 0;
    try (WordLines lines = WordLines.open(file)) {
      for (Optional<Line> line = lines.next();
          line.isPresent() && count < 16;
          line = lines.next()) {
        for (int i = 0; i < line.get().words().size() && count < 16; i++) {
          matrix[count++] = line.get().number(i);
        }
      }
      return PoseWords.matrix(matrix);
    } catch (MalformedLineException e) {
      throw new WaymarkException("%s is no 4x4 matrix: %s".formatted(file, e.getMessage()), e);
    }
  }
}
