package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.Tags;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.PoseWords;
import org.waymark.core.geometry.GroundPosition;

/**
 * {@code json:file.json}: an index file as GCL's authors write it for MSLS, 7-Scenes, TB-Places,
 * RobotCar Seasons and Extended CMU. Pictures lie under {@code images=DIR}, else under the file's
 * {@code im_prefix} where that folder exists, else beside the file.
 */
public final class JsonKind implements DatasetKind {

  /** What a path says of a picture of MSLS. */
  private static final Pattern MSLS =
      Pattern.compile("(?:.*/)?(?:train_val|test)/([^/]+)/(query|database)/images/.*");

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String description() {
    return "an index file of GCL's authors: im_prefix, im_paths, and poses or loc";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.IMAGES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    return open(spec, spec.path(), problems);
  }

  /** Opens an index file on behalf of {@code spec}. */
  static Dataset open(DatasetSpec spec, Path file, Problems problems) {
    JsonIndex json = JsonIndex.read(file, problems);
    FrameIndex index = new FrameIndex(root(spec, json)).keys(FileNames::key);
    FrameClock clock = FrameClock.of(spec);
    for (int i = 0; i < json.size(); i++) {
      try {
        if (!json.isMalformed(i)) {
          add(json, i, index);
          index.madeUpStamp(clock.stampNanos(i));
        }
      } catch (MalformedLineException e) {
        problems.add("%s: entry %d: %s".formatted(file, i + 1, e.getMessage()));
      }
    }
    return index.dataset(spec);
  }

  private static Path root(DatasetSpec spec, JsonIndex json) {
    return SpecOptions.path(spec, SpecOptions.IMAGES)
        .orElseGet(
            () ->
                List.of(json.prefix()).stream()
                    .filter(prefix -> !prefix.isEmpty() && prefix.indexOf('\0') < 0)
                    .map(prefix -> SpecOptions.folderOf(spec).resolve(prefix))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElse(SpecOptions.folderOf(spec)));
  }

  private static void add(JsonIndex json, int i, FrameIndex index) {
    String path = json.path(i);
    if (path.isBlank() || path.indexOf('\0') >= 0) {
      throw new MalformedLineException("'%s' names no picture".formatted(path));
    }
    // What may fail comes before the frame is there.
    var pose = json.hasPoses() ? PoseWords.xyzThenXyzw(json.pose(i)) : null;
    if (!index.add(path)) {
      throw new MalformedLineException("%s is there twice".formatted(path));
    }
    if (pose != null) {
      index.pose(pose);
    }
    if (json.hasLocations()) {
      double[] location = json.location(i);
      index.position(new GroundPosition(location[0], location[1], location[2], ""));
    }
    Matcher msls = MSLS.matcher(path);
    if (msls.matches()) {
      index.tag(Tags.CITY, msls.group(1)).tag(Tags.PART, msls.group(2));
    }
  }
}
