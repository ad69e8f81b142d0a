package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.Tags;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.PoseWords;
import org.waymark.core.dataset.text.Stamps;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.geometry.Pose;

/**
 * {@code kitti:path}: a sequence of KITTI's odometry benchmark, {@code sequences/NN} with {@code
 * times.txt}, {@code calib.txt} and the pictures of up to four cameras; poses of the left grey
 * camera in {@code ../../poses/NN.txt}, or in {@code poses=FILE}. {@code camera=0..3} picks one;
 * else the left colour camera where it is there. The path may also be a file of poses alone.
 */
public final class KittiKind implements DatasetKind {

  private static final List<String> CAMERAS = List.of("0", "1", "2", "3");
  private static final int MATRIX = 12;

  @Override
  public String name() {
    return "kitti";
  }

  @Override
  public String description() {
    return "a sequence of KITTI odometry: image_0..3, times.txt, calib.txt, ../../poses/NN.txt";
  }

  @Override
  public Set<String> options() {
    return Set.of(Tags.CAMERA, SpecOptions.POSES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    Path root = SpecOptions.folderOf(spec);
    if (!Files.isRegularFile(spec.path())) {
      SpecOptions.requireFolder(spec);
    }
    FrameClock clock = FrameClock.of(spec);
    String camera =
        SpecOptions.choice(spec, Tags.CAMERA, CAMERAS)
            .orElse(Files.isDirectory(root.resolve("image_2")) ? "2" : "0");
    Optional<KittiCalibration> calibration =
        KittiCalibration.read(root.resolve("calib.txt"), camera);
    Pose cameraToLeft = calibration.map(KittiCalibration::cameraToLeft).orElse(Pose.IDENTITY);
    List<Optional<TimedPose>> poses = poses(spec, root, problems);
    List<Optional<Long>> times = times(root.resolve("times.txt"), problems);
    if (!poses.isEmpty() && !times.isEmpty() && poses.size() != times.size()) {
      throw new WaymarkException(
          "data set '%s': there are %d poses, but %d lines in %s; name the right poses with poses=FILE"
              .formatted(spec, poses.size(), times.size(), root.resolve("times.txt")));
    }
    FrameIndex index = new FrameIndex(root);
    String sequence = FileNames.stem(spec.path().toAbsolutePath().normalize().toString());
    boolean timed =
        !times.isEmpty()
            || poses.stream().anyMatch(p -> p.flatMap(TimedPose::stampNanos).isPresent());
    for (int i = 0; i < Math.max(poses.size(), times.size()); i++) {
      Optional<TimedPose> pose = i < poses.size() ? poses.get(i) : Optional.empty();
      Optional<Long> stamp = i < times.size() ? times.get(i) : pose.flatMap(TimedPose::stampNanos);
      if (timed && stamp.isEmpty()) {
        // Its line is malformed, and a time made up would not fit between the others.
        continue;
      }
      index.add("image_%s/%06d.png".formatted(camera, i));
      index.sequence(sequence).frameNumber(i).tag(Tags.CAMERA, camera);
      long frame = i;
      stamp.ifPresentOrElse(index::stamp, () -> index.madeUpStamp(clock.stampNanos(frame)));
      pose.ifPresent(p -> index.pose(p.leftToWorld().compose(cameraToLeft)));
      calibration.ifPresent(c -> index.camera(c.camera()));
    }
    if (index.size() == 0) {
      throw new WaymarkException(
          "data set '%s': there are neither %s nor poses; name them with poses=FILE"
              .formatted(spec, root.resolve("times.txt")));
    }
    return index.dataset(spec);
  }

  /** A pose and, where the file tells it, its time. */
  private record TimedPose(Optional<Long> stampNanos, Pose leftToWorld) {}

  /** A pose for each line, empty where it is malformed, so that line i stays frame i. */
  private static List<Optional<TimedPose>> poses(DatasetSpec spec, Path root, Problems problems) {
    Path file =
        Files.isRegularFile(spec.path())
            ? spec.path()
            : SpecOptions.path(spec, SpecOptions.POSES).orElse(published(root));
    List<Optional<TimedPose>> poses = new ArrayList<>();
    if (spec.option(SpecOptions.POSES).isEmpty() && !Files.exists(file)) {
      return poses;
    }
    try (WordLines lines = WordLines.open(file)) {
      lines.forEach(problems, line -> addOrKeepEmpty(poses, () -> pose(line)));
    }
    return poses;
  }

  /** Appends what is read; when that fails, an empty slot stays. */
  private static <T> void addOrKeepEmpty(List<Optional<T>> list, Supplier<T> reading) {
    list.add(Optional.empty());
    list.set(list.size() - 1, Optional.of(reading.get()));
  }

  private static Path published(Path root) {
    Path sequence = root.toAbsolutePath().normalize();
    return sequence.resolve("../../poses").resolve(sequence.getFileName() + ".txt").normalize();
  }

  /** A 3x4 matrix, or with 8 numbers and more a line of TUM's form, as some programs write it. */
  private static TimedPose pose(Line line) {
    int words = line.words().size();
    if (words == 8 || words == 9) {
      return new TimedPose(
          Optional.of(Stamps.ofSeconds(line.word(0))), PoseWords.xyzThenXyzw(line.numbers(1, 7)));
    }
    line.requireWords(MATRIX, "a 3x4 matrix");
    return new TimedPose(Optional.empty(), PoseWords.matrix(line.numbers(0, MATRIX)));
  }

  private static List<Optional<Long>> times(Path file, Problems problems) {
    List<Optional<Long>> times = new ArrayList<>();
    if (!Files.exists(file)) {
      return times;
    }
    try (WordLines lines = WordLines.open(file)) {
      lines.forEach(problems, line -> addOrKeepEmpty(times, () -> Stamps.ofSeconds(line.word(0))));
    }
    return times;
  }
}
