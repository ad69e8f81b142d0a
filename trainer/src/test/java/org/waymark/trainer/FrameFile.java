package org.waymark.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;

/** A frame of a test: a file, and tags. */
public record FrameFile(Path path, Map<String, String> given) implements DatasetFrame {

  /** A picture that is only ever named. */
  public static FrameFile named(String name, String... tags) {
    TreeMap<String, String> given = new TreeMap<>();
    for (String tag : tags) {
      given.put(tag, "true");
    }
    return new FrameFile(Path.of(name), given);
  }

  @Override
  public String id() {
    return path.getFileName().toString();
  }

  @Override
  public String sequence() {
    return "test";
  }

  @Override
  public long stampNanos() {
    return 0;
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(path);
  }

  @Override
  public ImageData image() throws IOException {
    return ImageData.compressed("png", Files.readAllBytes(path));
  }

  @Override
  public Optional<Pose> pose() {
    return Optional.empty();
  }

  @Override
  public SequencedMap<String, String> tags() {
    return Collections.unmodifiableSequencedMap(new TreeMap<>(given));
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
