package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.csv.FrameCsvReader;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.PosesByTime;
import org.waymark.core.dataset.text.Stamps;
import org.waymark.core.dataset.text.TumTrajectory;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageFiles;

/**
 * {@code folder:path}: every JPEG and PNG under a folder, by path; each folder is a sequence.
 * {@code poses=FILE} adds poses: from a trajectory in TUM's form, by time, or from a frame CSV,
 * which then says which pictures there are.
 */
public final class FolderKind implements DatasetKind {

  /** A time in the name of a picture: seconds with decimals, or ms, us or ns since the epoch. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,12}\\.\\d{1,9}");

  private static final Pattern SINCE_EPOCH = Pattern.compile("\\d{13,19}");

  @Override
  public String name() {
    return "folder";
  }

  @Override
  public String description() {
    return "the .jpg, .jpeg and .png files of a folder and its subfolders, by name";
  }

  @Override
  public Set<String> options() {
    return Set.of(FrameClock.OPTION, SpecOptions.POSES, SpecOptions.TOLERANCE);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    FrameClock clock = FrameClock.of(spec);
    FrameIndex index = new FrameIndex(spec.path());
    Optional<Path> poses = SpecOptions.path(spec, SpecOptions.POSES);
    if (poses.isPresent() && poses.get().toString().endsWith(".csv")) {
      SpecOptions.requireFolder(spec);
      FrameCsvReader.read(poses.get(), index, clock::stampNanos, problems);
      return index.dataset(spec);
    }
    Optional<PosesByTime> trajectory = poses.map(file -> TumTrajectory.read(file, problems));
    long tolerance = SpecOptions.toleranceNanos(spec);
    int found = 0;
    for (String picture : pictures(spec.path())) {
      index.add(picture);
      Optional<Long> recorded = stamp(picture);
      long stamp = recorded.orElse(clock.stampNanos(index.size() - 1L));
      if (recorded.isPresent()) {
        index.stamp(stamp);
      } else {
        index.madeUpStamp(stamp);
      }
      Optional<Pose> pose = trajectory.flatMap(t -> t.nearest(stamp, tolerance));
      pose.ifPresent(index::pose);
      found += pose.isPresent() ? 1 : 0;
    }
    if (trajectory.isPresent() && found == 0) {
      throw new WaymarkException(
          "data set '%s': none of the %d poses in %s is as near in time to a picture as tolerance allows; times are in the pictures' names (1305031102.175304.png) or follow from hz"
              .formatted(spec, trajectory.get().size(), poses.orElseThrow()));
    }
    return index.dataset(spec);
  }

  private static Optional<Long> stamp(String picture) {
    String stem = FileNames.stem(picture);
    if (SECONDS.matcher(stem).matches()) {
      return Optional.of(Stamps.ofSeconds(stem));
    }
    return SINCE_EPOCH.matcher(stem).matches()
        ? Optional.of(Stamps.ofInteger(Long.parseLong(stem)))
        : Optional.empty();
  }

  private static List<String> pictures(Path root) {
    if (!Files.isDirectory(root)) {
      throw new WaymarkException("there is no folder %s".formatted(root.toAbsolutePath()));
    }
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      List<String> pictures =
          files
              .filter(f -> ImageFiles.encodingOf(f.getFileName().toString()).isPresent())
              .filter(Files::isRegularFile)
              .map(f -> root.relativize(f).toString())
              .sorted()
              .toList();
      if (pictures.isEmpty()) {
        throw new WaymarkException(
            "folder %s holds no .jpg, .jpeg or .png file".formatted(root.toAbsolutePath()));
      }
      return pictures;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new WaymarkException(
          "folder %s cannot be read: %s".formatted(root.toAbsolutePath(), e.getMessage()), e);
    }
  }
}
