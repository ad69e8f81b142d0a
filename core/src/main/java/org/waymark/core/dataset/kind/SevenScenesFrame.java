package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.DepthFile;
import org.waymark.core.image.ImageData;
import org.waymark.core.image.ImageFiles;

/** One {@code frame-NNNNNN} of a 7-Scenes sequence. */
record SevenScenesFrame(Path picture, SevenScenesCamera camera, long stampNanos)
    implements DatasetFrame {

  /** Depth is in millimetres. */
  private static final double UNITS_PER_METRE = 1000;

  /** A pose file holds 16 numbers; anything much longer is another file. */
  private static final long MAX_POSE_BYTES = 4096;

  @Override
  public String id() {
    return sequence() + "/" + stem();
  }

  @Override
  public String sequence() {
    Path folder = picture.toAbsolutePath().normalize().getParent();
    return folder == null ? "." : folder.getFileName().toString();
  }

  /** The layout has no times. */
  @Override
  public boolean stamped() {
    return false;
  }

  private String stem() {
    String name = picture.getFileName().toString();
    return name.substring(0, name.indexOf(".color."));
  }

  @Override
  public OptionalLong frameNumber() {
    return OptionalLong.of(Long.parseLong(stem().substring(stem().indexOf('-') + 1)));
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(picture);
  }

  @Override
  public ImageData image() throws IOException {
    return ImageFiles.read(picture);
  }

  @Override
  public Optional<Pose> pose() throws IOException {
    Path file = picture.resolveSibling(stem() + ".pose.txt");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_POSE_BYTES) {
      throw new WaymarkException(
          "%s is no pose: it has %d bytes".formatted(file, Files.size(file)));
    }
    try {
      return Optional.of(Pose.ofMatrix(numbers(file)));
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "%s is no camera-to-world pose: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static double[] numbers(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new WaymarkException("%s is no pose: it is not text".formatted(file), e);
    }
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      for (String word : lines.get(i).strip().split("\\s+", -1)) {
        if (word.isEmpty()) {
          continue;
        }
        try {
          numbers.add(Double.parseDouble(word));
        } catch (NumberFormatException e) {
          throw new WaymarkException(
              "%s:%d: '%s' is no number; a pose file holds a 4x4 matrix"
                  .formatted(file, i + 1, word),
              e);
        }
      }
    }
    if (numbers.size() != 16) {
      throw new WaymarkException(
          "%s holds %d numbers; a pose file holds a 4x4 matrix".formatted(file, numbers.size()));
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public Optional<Intrinsics> intrinsics() throws IOException {
    return Optional.of(camera.intrinsics(picture));
  }

  @Override
  public Optional<DepthFile> depthFile() {
    return Optional.of(
        new DepthFile(picture.resolveSibling(stem() + ".depth.png"), UNITS_PER_METRE));
  }
}
