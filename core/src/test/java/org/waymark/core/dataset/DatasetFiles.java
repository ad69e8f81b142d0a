package org.waymark.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Writes small data sets for tests, and opens them. */
public final class DatasetFiles {

  public static final int WIDTH = 8;
  public static final int HEIGHT = 6;

  private DatasetFiles() {}

  /** Writes lines of text, and the folders above the file. */
  public static Path text(Path root, String path, String... lines) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, List.of(lines));
  }

  /** Writes a picture; its format follows from the name. */
  public static void picture(Path root, String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(image, path.substring(path.lastIndexOf('.') + 1), file.toFile());
  }

  public static List<DatasetFrame> frames(String spec) {
    return Datasets.open(spec).frames().toList();
  }

  /** Opens what can be read, and returns the problems. */
  public static Problems problems(String spec) {
    Problems problems = new Problems();
    Datasets.open(DatasetSpec.parse(spec), problems);
    assertThat(problems.count()).as("problems of " + spec).isPositive();
    return problems;
  }
}
