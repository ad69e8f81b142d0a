package org.waymark.core.dataset;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.core.image.ImageFiles;

/**
 * {@code folder:path}: every JPEG and PNG under a folder, by path; each folder is a sequence. No
 * poses.
 */
public final class FolderKind implements DatasetKind {

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
    return Set.of(FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    FrameClock clock = FrameClock.of(spec);
    Path root = spec.path();
    List<Path> pictures = pictures(root);
    if (pictures.isEmpty()) {
      throw new WaymarkException(
          "folder %s holds no .jpg, .jpeg or .png file".formatted(root.toAbsolutePath()));
    }
    List<DatasetFrame> frames =
        IntStream.range(0, pictures.size())
            .<DatasetFrame>mapToObj(
                i -> new FolderFrame(root, pictures.get(i), clock.stampNanos(i)))
            .toList();
    return new ListedDataset(spec, frames);
  }

  private static List<Path> pictures(Path root) {
    if (!Files.isDirectory(root)) {
      throw new WaymarkException("there is no folder %s".formatted(root.toAbsolutePath()));
    }
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(f -> ImageFiles.encodingOf(f.getFileName().toString()).isPresent())
          .filter(Files::isRegularFile)
          .map(root::relativize)
          .sorted(java.util.Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new WaymarkException(
          "folder %s cannot be read: %s".formatted(root.toAbsolutePath(), e.getMessage()), e);
    }
  }

  private record FolderFrame(Path root, Path relative, long stampNanos) implements DatasetFrame {

    @Override
    public String id() {
      return relative.toString();
    }

    @Override
    public String sequence() {
      return Optional.ofNullable(relative.getParent()).map(Path::toString).orElse(".");
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(root.resolve(relative));
    }

    @Override
    public ImageData image() throws IOException {
      return ImageFiles.read(root.resolve(relative));
    }

    @Override
    public Optional<Pose> pose() {
      return Optional.empty();
    }

    @Override
    public Optional<Intrinsics> intrinsics() {
      return Optional.empty();
    }

    @Override
    public Optional<DepthMap> depth() {
      return Optional.empty();
    }
  }
}
