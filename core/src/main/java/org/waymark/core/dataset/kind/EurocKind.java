package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.Tags;
import org.waymark.core.dataset.index.Camera;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.PoseWords;
import org.waymark.core.dataset.text.PosesByTime;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.geometry.Pose;

/**
 * {@code euroc:path}: a sequence of the EuRoC micro aerial vehicle data sets, in its ASL form.
 * {@code mav0/cam0} with {@code data.csv}, {@code data/*.png} and {@code sensor.yaml}; the body's
 * poses in {@code mav0/state_groundtruth_estimate0/data.csv}, which become the camera's through
 * {@code T_BS}. {@code camera=cam1} picks the other camera, {@code tolerance=0.02} how many seconds
 * a pose may be away.
 */
public final class EurocKind implements DatasetKind {

  private static final int STATE_VALUES = 8;

  @Override
  public String name() {
    return "euroc";
  }

  @Override
  public String description() {
    return "a sequence of EuRoC: mav0/cam0 and mav0/state_groundtruth_estimate0";
  }

  @Override
  public Set<String> options() {
    return Set.of(Tags.CAMERA, SpecOptions.TOLERANCE);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    Path given = SpecOptions.requireFolder(spec);
    Path root = Files.isDirectory(given.resolve("mav0")) ? given.resolve("mav0") : given;
    String cameraName =
        SpecOptions.choice(spec, Tags.CAMERA, List.of("cam0", "cam1")).orElse("cam0");
    Path folder = root.resolve(cameraName);
    EurocSensor sensor = EurocSensor.read(folder.resolve("sensor.yaml"));
    PosesByTime bodyToWorld =
        trajectory(root.resolve("state_groundtruth_estimate0/data.csv"), problems);
    long tolerance = SpecOptions.toleranceNanos(spec);
    Camera camera = Camera.of(sensor.intrinsics());
    String sequence = String.valueOf(given.toAbsolutePath().normalize().getFileName());
    FrameIndex index = new FrameIndex(root);
    try (WordLines lines = WordLines.open(folder.resolve("data.csv"))) {
      lines.forEach(
          problems,
          line -> {
            line.requireWords(2, "time in ns, file");
            long stamp = line.integer(0);
            String file = line.word(1);
            if (file.isEmpty() || file.indexOf('\0') >= 0) {
              throw new MalformedLineException("the file's name is missing");
            }
            if (!index.add(cameraName + "/data/" + file)) {
              throw new MalformedLineException(file + " is there twice");
            }
            index.sequence(sequence).stamp(stamp).camera(camera).tag(Tags.CAMERA, cameraName);
            bodyToWorld
                .nearest(stamp, tolerance)
                .ifPresent(pose -> index.pose(pose.compose(sensor.cameraToBody())));
          });
    }
    return index.dataset(spec);
  }

  /** Lines {@code ns, x y z, qw qx qy qz} and more, of the body. */
  private static PosesByTime trajectory(Path file, Problems problems) {
    PosesByTime trajectory = new PosesByTime();
    if (!Files.exists(file)) {
      return trajectory;
    }
    try (WordLines lines = WordLines.open(file)) {
      lines.forEach(
          problems,
          line -> {
            if (line.words().size() < STATE_VALUES) {
              line.requireWords(STATE_VALUES, "time in ns, x y z, qw qx qy qz");
            }
            Pose pose = PoseWords.xyzThenWxyz(line.numbers(1, 7));
            trajectory.add(line.integer(0), pose);
          });
    }
    return trajectory;
  }
}
