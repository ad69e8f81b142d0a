package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.Tags;
import org.waymark.core.dataset.index.Camera;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.dataset.text.LensWords;
import org.waymark.core.dataset.text.Line;
import org.waymark.core.dataset.text.MalformedLineException;
import org.waymark.core.dataset.text.PoseWords;
import org.waymark.core.dataset.text.Unreadable;
import org.waymark.core.dataset.text.WordLines;
import org.waymark.core.geometry.Pose;

/**
 * {@code cmu:path}: Extended CMU Seasons. Folders {@code sliceN} with {@code database} and {@code
 * query}; {@code ground-truth-database-images-sliceN.txt} has the database's poses, {@code
 * test-images-sliceN.txt} names the queries, of some of which {@code camera-poses} has poses.
 * {@code slice=2,3} picks some; the path may be a slice itself.
 */
public final class CmuKind implements DatasetKind {

  private static final String SLICE = "slice";
  private static final Pattern FOLDER = Pattern.compile("slice(\\d{1,4})");
  private static final Pattern PICTURE = Pattern.compile("img_\\d+_(c\\d+)_(\\d{1,16})us\\.\\w+");

  @Override
  public String name() {
    return "cmu";
  }

  @Override
  public String description() {
    return "Extended CMU Seasons: sliceN folders of database and query pictures";
  }

  @Override
  public Set<String> options() {
    return Set.of(SLICE, SpecOptions.PART);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    Path root = SpecOptions.requireFolder(spec);
    boolean isSlice = FOLDER.matcher(fileName(root)).matches();
    Path base = isSlice ? root.resolve("..").normalize() : root;
    List<String> slices =
        isSlice ? List.of(fileName(root).substring(SLICE.length())) : slices(spec, root);
    FrameIndex index = new FrameIndex(base).keys(path -> path.substring(path.lastIndexOf('/') + 1));
    for (String slice : slices) {
      Path folder = base.resolve(SLICE + slice);
      Map<String, Camera> cameras = cameras(base, folder);
      for (String part : SpecOptions.parts(spec)) {
        if (part.equals("database")) {
          Path list = folder.resolve("ground-truth-database-images-slice%s.txt".formatted(slice));
          read(
              list,
              problems,
              l -> add(index, slice, part, l.word(0), Optional.of(pose(l)), cameras));
        } else {
          Map<String, Pose> poses = queryPoses(folder.resolve("camera-poses"), problems);
          Path list = folder.resolve("test-images-slice%s.txt".formatted(slice));
          read(
              list,
              problems,
              l ->
                  add(
                      index,
                      slice,
                      part,
                      l.word(0),
                      Optional.ofNullable(poses.get(fileNameOf(l.word(0)))),
                      cameras));
        }
      }
    }
    return index.dataset(spec);
  }

  private static List<String> slices(DatasetSpec spec, Path root) {
    List<String> named = SpecOptions.names(spec, SLICE);
    for (String slice : named) {
      if (!Files.isDirectory(root.resolve(SLICE + slice))) {
        throw new WaymarkException(
            "data set '%s': there is no folder %s"
                .formatted(spec, root.resolve(SLICE + slice).toAbsolutePath()));
      }
    }
    if (!named.isEmpty()) {
      return named;
    }
    try (Stream<Path> entries = Files.list(root)) {
      List<String> slices =
          entries
              .map(CmuKind::fileName)
              .filter(name -> FOLDER.matcher(name).matches())
              .map(name -> name.substring(SLICE.length()))
              .sorted(Comparator.comparingInt(Integer::parseInt))
              .toList();
      if (slices.isEmpty()) {
        throw new WaymarkException(
            "data set '%s': there is no folder sliceN in %s"
                .formatted(spec, root.toAbsolutePath()));
      }
      return slices;
    } catch (IOException e) {
      throw Unreadable.file(root, e);
    }
  }

  private static String fileName(Path path) {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  private static String fileNameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void read(Path list, Problems problems, java.util.function.Consumer<Line> reader) {
    try (WordLines lines = WordLines.open(list)) {
      lines.forEach(problems, reader);
    }
  }

  /** {@code name qw qx qy qz cx cy cz}: the rotation is world-to-camera, c the camera's centre. */
  private static Pose pose(Line line) {
    line.requireWords(8, "name qw qx qy qz cx cy cz");
    Pose rotationToCamera = PoseWords.wxyzThenXyz(line.numbers(1, 7));
    return Pose.of(rotationToCamera.position(), rotationToCamera.orientation().conjugate());
  }

  private static Map<String, Pose> queryPoses(Path folder, Problems problems) {
    Map<String, Pose> poses = new HashMap<>();
    if (!Files.isDirectory(folder)) {
      return poses;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        read(file, problems, line -> poses.put(fileNameOf(line.word(0)), pose(line)));
      }
    } catch (IOException e) {
      throw Unreadable.file(folder, e);
    }
    return poses;
  }

  private static void add(
      FrameIndex index,
      String slice,
      String part,
      String name,
      Optional<Pose> pose,
      Map<String, Camera> cameras) {
    Matcher matcher = PICTURE.matcher(fileNameOf(name));
    if (!matcher.matches()) {
      throw new MalformedLineException(
          "'%s' is no name like img_00122_c1_1303398475779439us.jpg".formatted(name));
    }
    if (!index.add("slice%s/%s/%s".formatted(slice, part, fileNameOf(name)))) {
      throw new MalformedLineException(name + " is there twice");
    }
    index
        .sequence(SLICE + slice + "/" + part)
        .stamp(Long.parseLong(matcher.group(2)) * 1000)
        .tag(Tags.PART, part)
        .tag(Tags.CAMERA, matcher.group(1));
    pose.ifPresent(index::pose);
    Camera camera = cameras.get(matcher.group(1));
    if (camera != null) {
      index.camera(camera);
    }
  }

  /** {@code intrinsics.txt}: camera, model, width, height, fx, fy, cx, cy and distortion. */
  private static Map<String, Camera> cameras(Path base, Path slice) {
    Map<String, Camera> cameras = new HashMap<>();
    Path file =
        Stream.of(base, slice)
            .map(folder -> folder.resolve("intrinsics.txt"))
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    if (file == null) {
      return cameras;
    }
    Problems problems = new Problems();
    read(
        file,
        problems,
        line -> {
          cameras.put(line.word(0), Camera.of(LensWords.sizeThenFocal(line.numbers(2, 6))));
        });
    if (problems.count() > 0) {
      throw new WaymarkException(problems.texts().getFirst());
    }
    return cameras;
  }
}
