package org.waymark.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.waymark.avro.CameraFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.MapDirectory;

/**
 * Pictures of coloured blocks, each of its own seed, and a map of them: enough for a network to tell
 * them apart, and quickly made.
 *
 * @param places in the map
 * @param blockPixels smaller blocks make larger files
 */
public record PictureWorld(int width, int height, int blockPixels, int places) {

  /** Writes the places as a recording and builds a map of them. */
  public MapDirectory buildMap(Path directory, DescriptorExtractor extractor) {
    try {
      Path sequence = Files.createDirectories(directory.resolve("scene/seq-01"));
      for (int i = 0; i < places; i++) {
        Files.write(sequence.resolve("frame-%06d.color.jpg".formatted(i)), jpeg(i));
        Files.writeString(
            sequence.resolve("frame-%06d.pose.txt".formatted(i)),
            "1 0 0 %s\n0 1 0 0\n0 0 1 0\n0 0 0 1\n".formatted(0.1 * i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    MapDirectory map = new MapDirectory(directory.resolve("map"));
    new MapBuilder(extractor, MapBuilder.Options.defaults())
        .build(
            List.of(Datasets.open("7scenes:" + directory.resolve("scene"))),
            map,
            ProgressReporter.silent());
    return map;
  }

  /** A frame without its picture. */
  public static CameraFrame.Builder frame(String robot, String run, long sequence) {
    return CameraFrame.newBuilder()
        .setRobot(robot)
        .setRun(run)
        .setCamera("camera")
        .setStampNanos(1_000_000_000L + 50_000_000L * sequence)
        .setSequence(sequence)
        .setEncoding("jpeg")
        .setStep(0);
  }

  /** A frame that shows a picture. */
  public CameraFrame frame(String robot, String run, long sequence, byte[] jpeg) {
    return frame(robot, run, sequence)
        .setWidth(width)
        .setHeight(height)
        .setImage(ByteBuffer.wrap(jpeg))
        .build();
  }

  /** The picture of a place; of other seeds, that of none. */
  public byte[] jpeg(long seed) {
    Random random = new Random(seed);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y += blockPixels) {
      for (int x = 0; x < width; x += blockPixels) {
        int colour = random.nextInt(1 << 24);
        for (int i = 0; i < blockPixels * blockPixels; i++) {
          int column = x + i % blockPixels;
          int row = y + i / blockPixels;
          if (column < width && row < height) {
            picture.setRGB(column, row, colour);
          }
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "jpg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
