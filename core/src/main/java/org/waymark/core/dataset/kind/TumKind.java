package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.index.Camera;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.OdometryTrack;
import org.waymark.core.dataset.text.PosesByTime;
import org.waymark.core.dataset.text.Stamps;
import org.waymark.core.dataset.text.TimeAxis;
import org.waymark.core.dataset.text.TumTrajectory;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.geometry.Intrinsics;

/**
 * {@code tum:path}: a sequence of the RGB-D benchmark of TU Munich. {@code rgb.txt} lists the
 * pictures, {@code depth.txt} the depth maps (5000 to the metre) and {@code groundtruth.txt} the
 * camera's poses; a depth map and a pose belong to the picture nearest in time, within {@code
 * tolerance=0.02} seconds. Pictures without either stay. {@code odometry=FILE} is an {@link
 * OdometryTrack}, likewise by time.
 */
public final class TumKind implements DatasetKind {

  private static final double DEPTH_UNITS_PER_METRE = 5000;

  /** As published for each of the three cameras, and the default of the camera's driver. */
  private static final Map<String, Intrinsics> CAMERAS =
      Map.of(
          "freiburg1", new Intrinsics(640, 480, 517.3, 516.5, 318.6, 255.3),
          "freiburg2", new Intrinsics(640, 480, 520.9, 521.0, 325.1, 249.7),
          "freiburg3", new Intrinsics(640, 480, 535.4, 539.2, 320.1, 247.6));

  private static final Intrinsics DEFAULT_CAMERA = new Intrinsics(640, 480, 525, 525, 319.5, 239.5);

  @Override
  public String name() {
    return "tum";
  }

  @Override
  public String description() {
    return "a sequence of TUM's RGB-D benchmark: rgb.txt, depth.txt, groundtruth.txt";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.TOLERANCE, SpecOptions.POSES, SpecOptions.ODOMETRY);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    Path root = SpecOptions.requireFolder(spec);
    long tolerance = SpecOptions.toleranceNanos(spec);
    Path truth = SpecOptions.path(spec, SpecOptions.POSES).orElse(root.resolve("groundtruth.txt"));
    PosesByTime trajectory =
        spec.option(SpecOptions.POSES).isPresent() || Files.exists(truth)
            ? TumTrajectory.read(truth, problems)
            : new PosesByTime();
    FileList depths =
        Files.exists(root.resolve("depth.txt"))
            ? FileList.read(root.resolve("depth.txt"), problems)
            : new FileList();
    Optional<OdometryTrack> odometry =
        SpecOptions.path(spec, SpecOptions.ODOMETRY)
            .map(file -> OdometryTrack.read(file, problems));
    String name = String.valueOf(root.toAbsolutePath().normalize().getFileName());
    Camera camera = Camera.of(camera(name));
    FrameIndex index = new FrameIndex(root);
    FileList pictures = FileList.read(root.resolve("rgb.txt"), problems);
    for (int i = 0; i < pictures.times.size(); i++) {
      long stamp = pictures.times.get(i);
      if (!index.add(pictures.files.get(i))) {
        problems.add(
            "%s: %s is there twice".formatted(root.resolve("rgb.txt"), pictures.files.get(i)));
        continue;
      }
      index.sequence(name).stamp(stamp).camera(camera);
      trajectory.nearest(stamp, tolerance).ifPresent(index::pose);
      odometry.flatMap(track -> track.nearest(stamp, tolerance)).ifPresent(index::odometry);
      OptionalInt depth = depths.times.nearest(stamp, tolerance);
      if (depth.isPresent()) {
        index.depth(depths.files.get(depth.getAsInt()), DEPTH_UNITS_PER_METRE);
      }
    }
    return index.dataset(spec);
  }

  private static Intrinsics camera(String sequence) {
    return CAMERAS.entrySet().stream()
        .filter(camera -> sequence.contains(camera.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(DEFAULT_CAMERA);
  }

  /** Lines {@code seconds file}. */
  private static final class FileList {
    private final TimeAxis times = new TimeAxis();
    private final List<String> files = new ArrayList<>();

    static FileList read(Path file, Problems problems) {
      FileList list = new FileList();
      try (WordLines lines = WordLines.open(file)) {
        lines.forEach(
            problems,
            line -> {
              line.requireWords(2, "seconds file");
              if (line.word(1).indexOf('\0') >= 0) {
                throw new MalformedLineException("the file's name is none");
              }
              list.times.add(Stamps.ofSeconds(line.word(0)));
              list.files.add(line.word(1));
            });
      }
      return list;
    }
  }
}
