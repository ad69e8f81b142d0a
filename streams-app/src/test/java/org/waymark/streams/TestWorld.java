package org.waymark.streams;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.avro.message.SchemaStore;
import org.waymark.avro.CameraFrame;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.record.RecordCodec;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.PlaceMap;

/** A small network, a map of pictures made of numbers, and frames that show them. */
final class TestWorld implements AutoCloseable {

  static final int PLACES = 8;
  static final RecordCodec<CameraFrame> FRAMES = RecordCodec.ofOneVersion(CameraFrame.class);

  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;
  private static final int BLOCK = 20;

  final DescriptorExtractor extractor;
  final PlaceMap map;

  private TestWorld(DescriptorExtractor extractor, PlaceMap map) {
    this.extractor = extractor;
    this.map = map;
  }

  /** Places stand {@code spacing} metres apart along x. */
  static TestWorld create(Path directory, double spacing) throws IOException {
    DescriptorExtractor extractor = extractor(0);
    MapDirectory map = new MapDirectory(directory.resolve("office"));
    build(map, record(directory.resolve("scene"), spacing, 0), "map", extractor);
    return new TestWorld(extractor, PlaceMap.open(map.current()));
  }

  /** A recording of the places, {@code y} metres to the side. */
  static Dataset record(Path directory, double spacing, double y) throws IOException {
    Path sequence = Files.createDirectories(directory.resolve("seq-01"));
    for (int i = 0; i < PLACES; i++) {
      Files.write(sequence.resolve("frame-%06d.color.jpg".formatted(i)), jpeg(i));
      Files.writeString(
          sequence.resolve("frame-%06d.pose.txt".formatted(i)),
          "1 0 0 %s\n0 1 0 %s\n0 0 1 0\n0 0 0 1\n".formatted(i * spacing, y));
    }
    return Datasets.open("7scenes:" + directory);
  }

  /** The next version of a map, in a frame of that name; its directory. */
  static Path build(
      MapDirectory map, Dataset recording, String frame, DescriptorExtractor extractor) {
    MapBuilder.Options defaults = MapBuilder.Options.defaults().keepingAll();
    new MapBuilder(
            extractor,
            new MapBuilder.Options(
                frame,
                false,
                false,
                defaults.keyFrames(),
                defaults.tags(),
                defaults.thumbnailWidth(),
                "",
                defaults.search()))
        .build(List.of(recording), map, ProgressReporter.silent());
    return map.current();
  }

  static DescriptorExtractor extractor(long seed) {
    return DescriptorExtractor.open(
        ModelBundle.untrained(seed, InputSpec.imageNet(48, 64)), ExtractorOptions.cpu(1));
  }

  /** An engine with the extractor's network, for one picture at a time. */
  static DescriptionEngine engine(
      Describer describer, SchemaStore schemas, StaleRule rule, InstantSource clock) {
    return new DescriptionEngine(
        describer,
        new RecordCodec<>(CameraFrame.class, schemas),
        rule,
        clock,
        new DescriptionEngine.Settings(false, Duration.ofSeconds(20)),
        noMetrics());
  }

  static LocalizerMetrics noMetrics() {
    return new LocalizerMetrics(new CompositeMeterRegistry());
  }

  /** A frame that shows a place. */
  static CameraFrame.Builder frame(String robot, String run, long sequence, int place) {
    return CameraFrame.newBuilder()
        .setRobot(robot)
        .setRun(run)
        .setCamera("camera")
        .setStampNanos(1_000_000_000L + sequence)
        .setSequence(sequence)
        .setEncoding("jpeg")
        .setWidth(WIDTH)
        .setHeight(HEIGHT)
        .setStep(0)
        .setImage(ByteBuffer.wrap(jpeg(place)));
  }

  static byte[] bytes(CameraFrame.Builder frame) {
    return FRAMES.encode(frame.build());
  }

  /** A picture that no other seed gives. */
  static byte[] jpeg(long seed) {
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
    try {
      ImageIO.write(picture, "jpg", out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    map.close();
    extractor.close();
  }
}
