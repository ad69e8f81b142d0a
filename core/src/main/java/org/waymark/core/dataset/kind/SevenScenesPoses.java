package org.waymark.core.dataset.kind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.index.Camera;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.PoseWords;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

/**
 * Pseudo ground truth of 7-Scenes, reconstructed from the pictures: lines {@code
 * seq-01/frame-000226.color.png qw qx qy qz tx ty tz f}, world-to-camera. The depth maps are left
 * out, because they belong to another lens than the f that is given here.
 */
final class SevenScenesPoses {

  private static final Pattern PICTURE =
      Pattern.compile("(seq-\\d{1,6})/frame-(\\d{1,9})\\.color\\.(?:png|jpg|jpeg)");

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private SevenScenesPoses() {}

  private record Listed(String path, String sequence, long frame, Pose pose, double focal) {}

  /** The pictures that {@code poses=FILE} lists, by sequence and frame. */
  static Dataset open(DatasetSpec spec, FrameClock clock, Problems problems) {
    if (spec.option("split").isPresent() || spec.option("seq").isPresent()) {
      throw new WaymarkException(
          "data set '%s' gives poses with split or seq: the file of poses says which pictures there are"
              .formatted(spec));
    }
    Path scene = spec.path();
    String name = String.valueOf(scene.toAbsolutePath().normalize().getFileName());
    FrameIndex index =
        new FrameIndex(SevenScenesKind.parent(scene)).filesOnDisk(FileNames::eitherExtension);
    String sequence = "";
    long start = 0;
    long last = -SevenScenesKind.SEQUENCE_GAP;
    for (Listed listed : read(SpecOptions.path(spec, SpecOptions.POSES).orElseThrow(), problems)) {
      if (!index.add(name + "/" + listed.path())) {
        problems.add("%s lists %s twice".formatted(spec.option("poses").get(), listed.path()));
        continue;
      }
      if (!listed.sequence().equals(sequence)) {
        sequence = listed.sequence();
        start += last + SevenScenesKind.SEQUENCE_GAP;
      }
      last = listed.frame();
      index
          .sequence(listed.sequence())
          .frameNumber(listed.frame())
          .madeUpStamp(clock.stampNanos(start + last))
          .pose(listed.pose())
          .camera(camera(listed.focal()));
    }
    return index.dataset(spec);
  }

  private static Camera camera(double f) {
    return Camera.of(new Intrinsics(WIDTH, HEIGHT, f, f, WIDTH / 2.0, HEIGHT / 2.0));
  }

  private static List<Listed> read(Path file, Problems problems) {
    List<Listed> listed = new ArrayList<>();
    try (WordLines lines = WordLines.open(file)) {
      lines.forEach(
          problems,
          line -> {
            line.requireWords(9, "picture qw qx qy qz tx ty tz f");
            Matcher matcher = PICTURE.matcher(line.word(0));
            double focal = line.number(8);
            if (!matcher.matches() || !(focal > 0)) {
              throw new MalformedLineException(
                  "'%s' with f = %s is no picture like seq-01/frame-000226.color.png with a focal length"
                      .formatted(line.word(0), focal));
            }
            listed.add(
                new Listed(
                    line.word(0),
                    matcher.group(1),
                    Long.parseLong(matcher.group(2)),
                    PoseWords.wxyzThenXyz(line.numbers(1, 7)).inverse(),
                    focal));
          });
    }
    listed.sort(Comparator.comparing(Listed::sequence).thenComparingLong(Listed::frame));
    return listed;
  }
}
