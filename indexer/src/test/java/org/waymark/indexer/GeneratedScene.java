package org.waymark.indexer;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;

/**
 * A 7-Scenes data set made of numbers: pictures of seeded blocks, taken every metre along a wall
 * that is 2 m away. Neighbours share a surface overlap of 0.6, places 3 m apart 0.14.
 */
final class GeneratedScene {

  static final int WIDTH = 160;
  static final int HEIGHT = 120;
  private static final int BLOCK = 20;

  private final Path root;

  private GeneratedScene(Path root) {
    this.root = root;
  }

  /** Writes {@code seq-01} and so on; the wall goes on from one sequence to the next. */
  static GeneratedScene write(Path root, int sequences, int framesEach) throws IOException {
    GeneratedScene scene = new GeneratedScene(root);
    for (int s = 0; s < sequences; s++) {
      Files.createDirectories(root.resolve("seq-%02d".formatted(s + 1)));
      for (int f = 0; f < framesEach; f++) {
        scene.writeFrame(s + 1, f, s * framesEach + f);
      }
    }
    Files.writeString(root.resolve("camera-intrinsics.txt"), "80 0 80\n0 80 60\n0 0 1\n");
    return scene;
  }

  private void writeFrame(int sequence, int frame, int place) throws IOException {
    Files.write(file(sequence, frame, "color.jpg"), jpeg(place));
    Files.writeString(
        file(sequence, frame, "pose.txt"),
        "1 0 0 %d\n0 1 0 0\n0 0 1 0\n0 0 0 1\n".formatted(place));
    BufferedImage depth = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    Arrays.fill(((DataBufferUShort) depth.getRaster().getDataBuffer()).getData(), (short) 2000);
    ImageIO.write(depth, "png", file(sequence, frame, "depth.png").toFile());
  }

  Path file(int sequence, int frame, String kind) {
    return root.resolve("seq-%02d".formatted(sequence))
        .resolve("frame-%06d.%s".formatted(frame, kind));
  }

  Dataset open() {
    return Datasets.open("7scenes:" + root);
  }

  Dataset open(String options) {
    return Datasets.open("7scenes:" + root + "?" + options);
  }

  /** A picture that no other seed gives. */
  static byte[] jpeg(long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < HEIGHT; y += BLOCK) {
      for (int x = 0; x < WIDTH; x += BLOCK) {
        int colour = random.nextInt(1 << 24);
        for (int i = 0; i < BLOCK * BLOCK; i++) {
          picture.setRGB(x + i % BLOCK, y + i / BLOCK, colour);
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", out);
    return out.toByteArray();
  }
}
