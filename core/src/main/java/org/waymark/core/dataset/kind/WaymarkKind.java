package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetKind;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.csv.FrameCsvReader;
import org.waymark.core.dataset.index.FrameIndex;

/**
 * {@code waymark:path}: our own form, a frame CSV as {@code dataset convert --to waymark} writes
 * it. The path is the file, or a folder with {@code frames.csv}; pictures are named relative to the
 * file, or under {@code images=DIR}.
 */
public final class WaymarkKind implements DatasetKind {

  private static final String FILE = "frames.csv";

  @Override
  public String name() {
    return "waymark";
  }

  @Override
  public String description() {
    return "a CSV with a line for each picture: path, pose, position, tags (frames.csv)";
  }

  @Override
  public Set<String> options() {
    return Set.of(SpecOptions.IMAGES, FrameClock.OPTION);
  }

  @Override
  public Dataset open(DatasetSpec spec, Problems problems) {
    Path file = Files.isDirectory(spec.path()) ? spec.path().resolve(FILE) : spec.path();
    Path root = SpecOptions.path(spec, SpecOptions.IMAGES).orElse(SpecOptions.folderOf(spec));
    FrameIndex index = new FrameIndex(root);
    FrameCsvReader.read(file, index, FrameClock.of(spec)::stampNanos, problems);
    return index.dataset(spec);
  }
}
