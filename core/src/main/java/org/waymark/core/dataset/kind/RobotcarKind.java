package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.Tags;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.PoseWords;
import org.waymark.core.dataset.text.Unreadable;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.geometry.Pose;

/**
 * {@code robotcar:path}: RobotCar Seasons, version 2. {@code images/CONDITION/CAMERA/TIME.jpg};
 * {@code robotcar_v2_train.txt} lists pictures with camera-to-world matrices, {@code
 * robotcar_v2_test.txt} pictures alone. {@code camera=left|right} is the picture that another
 * camera took at the same moment, its pose known through {@code extrinsics}; {@code
 * condition=night,snow} picks some conditions.
 */
public final class RobotcarKind implements DatasetKind {

  private static final String IMAGES = "images";
  private static final Pattern PICTURE =
      Pattern.compile("(?:images/)?(?:([^/]+)/)?(left|rear|right)/(\\d{1,19})\\.(?:jpg|png)");
  private static final int MATRIX = 16;

  @Override
  public String name() {
    return "robotcar";
  }

  @Override
  public String description() {
    return "RobotCar Seasons v2: images/CONDITION/CAMERA, robotcar_v2_train|test.txt";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.SPLIT, Tags.CAMERA, Tags.CONDITION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    Path root = SpecOptions.requireFolder(spec);
    String wanted =
        SpecOptions.choice(spec, Tags.CAMERA, RobotcarRig.CAMERAS).orElse(RobotcarRig.REAR);
    List<String> conditions = SpecOptions.names(spec, Tags.CONDITION);
    RobotcarRig rig = new RobotcarRig(root, wanted);
    FrameIndex index =
        new FrameIndex(root).keys(RobotcarKind::key).filesOnDisk(FileNames::eitherExtension);
    for (String split : splits(spec, root)) {
      index.startPart();
      try (WordLines lines = WordLines.open(list(root, split))) {
        lines.forEach(
            problems, line -> new Entry(root, line).add(index, rig, wanted, conditions, split));
      }
    }
    if (index.size() == 0 && !conditions.isEmpty()) {
      throw new WaymarkException(
          "data set '%s' holds no pictures of condition %s"
              .formatted(spec, String.join(", ", conditions)));
    }
    return index.dataset(spec);
  }

  private static Path list(Path root, String split) {
    return root.resolve("robotcar_v2_%s.txt".formatted(split));
  }

  /** The split that is asked for, else those that are there. */
  private static List<String> splits(DatasetSpec spec, Path root) {
    List<String> known = List.of("train", "test");
    Optional<String> wanted = SpecOptions.choice(spec, SpecOptions.SPLIT, known);
    List<String> there =
        wanted
            .map(List::of)
            .orElseGet(
                () -> known.stream().filter(split -> Files.exists(list(root, split))).toList());
    if (there.isEmpty()) {
      throw new WaymarkException(
          "data set '%s': there is neither %s nor %s"
              .formatted(spec, list(root, "train"), list(root, "test").getFileName()));
    }
    return there;
  }

  /** {@code rear/TIME.jpg}, as submissions name a picture. */
  private static String key(String path) {
    int slash = path.lastIndexOf('/', path.lastIndexOf('/') - 1);
    return path.substring(slash + 1);
  }

  /** One line of a list: a picture and, of those for training, where its camera was. */
  private static final class Entry {
    private final String condition;
    private final String camera;
    private final String microseconds;
    private final @Nullable Pose pose;

    Entry(Path root, Line line) {
      Matcher matcher = PICTURE.matcher(line.word(0));
      if (!matcher.matches()) {
        throw new MalformedLineException(
            "'%s' is no picture like night/rear/1418133930393425.jpg".formatted(line.word(0)));
      }
      if (line.words().size() == 1) {
        pose = null;
      } else {
        line.requireWords(MATRIX + 1, "a picture and a 4x4 matrix");
        pose = PoseWords.matrix(line.numbers(1, MATRIX));
      }
      camera = matcher.group(2);
      microseconds = matcher.group(3);
      condition =
          Optional.ofNullable(matcher.group(1))
              .orElseGet(() -> conditionOf(root, camera + "/" + microseconds));
    }

    /** Lists that leave the condition out are about pictures that lie in one of the folders. */
    private static String conditionOf(Path root, String picture) {
      try (var folders = Files.list(root.resolve(IMAGES))) {
        return folders
            .filter(
                folder -> Files.exists(FileNames.eitherExtension(folder.resolve(picture + ".jpg"))))
            .map(folder -> folder.getFileName().toString())
            .findFirst()
            .orElseThrow(
                () ->
                    new MalformedLineException(
                        "%s.jpg lies in no folder of images".formatted(picture)));
      } catch (java.io.IOException e) {
        throw Unreadable.file(root.resolve(IMAGES), e);
      }
    }

    void add(
        FrameIndex index, RobotcarRig rig, String wanted, List<String> conditions, String split) {
      if (!conditions.isEmpty() && !conditions.contains(condition)) {
        return;
      }
      String path = "images/%s/%s/%s.jpg".formatted(condition, wanted, microseconds);
      if (!index.add(path)) {
        throw new MalformedLineException(path + " is there twice");
      }
      index
          .sequence(condition)
          .stamp(Long.parseLong(microseconds) * 1000)
          .camera(rig.camera())
          .tag(Tags.CONDITION, condition)
          .tag(Tags.CAMERA, wanted)
          .tag(Tags.SPLIT, split)
          .tag(Tags.NIGHT, Boolean.toString(condition.startsWith("night")));
      if (pose != null) {
        index.pose(rig.poseOfWanted(camera, pose));
      }
    }
  }
}
