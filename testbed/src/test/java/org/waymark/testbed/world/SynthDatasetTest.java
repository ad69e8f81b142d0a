package org.waymark.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.testbed.world.drive.Drive;
import org.waymark.testbed.world.drive.DriveKind;
import org.waymark.testbed.world.render.Renderer;

class SynthDatasetTest {

  private static final SynthOptions FEW = new SynthOptions(3, Office.SMALL_LENS);

  @TempDir static Path shared;
  @TempDir Path fresh;

  @BeforeAll
  static void writeOne() {
    SynthDataset.write(shared.resolve("one"), Office.WORLD, FEW, ProgressReporter.silent());
  }

  @Test
  void writesTheLayoutOf7Scenes() throws IOException {
    Path one = shared.resolve("one");

    assertThat(files(one))
        .containsOnlyKeys(
            ".waymark-synth",
            "TestSplit.txt",
            "TrainSplit.txt",
            "camera-intrinsics.txt",
            "seq-01/frame-000000.color.jpg",
            "seq-01/frame-000000.depth.png",
            "seq-01/frame-000000.pose.txt",
            "seq-01/frame-000001.color.jpg",
            "seq-01/frame-000001.depth.png",
            "seq-01/frame-000001.pose.txt",
            "seq-01/frame-000002.color.jpg",
            "seq-01/frame-000002.depth.png",
            "seq-01/frame-000002.pose.txt",
            "seq-02/frame-000000.color.jpg",
            "seq-02/frame-000000.depth.png",
            "seq-02/frame-000000.pose.txt",
            "seq-02/frame-000001.color.jpg",
            "seq-02/frame-000001.depth.png",
            "seq-02/frame-000001.pose.txt",
            "seq-02/frame-000002.color.jpg",
            "seq-02/frame-000002.depth.png",
            "seq-02/frame-000002.pose.txt",
            "world.json");
    assertThat(Files.readString(one.resolve("TrainSplit.txt"))).isEqualTo("sequence1\n");
    assertThat(Files.readString(one.resolve("TestSplit.txt"))).isEqualTo("sequence2\n");
    assertThat(numbers(one.resolve("camera-intrinsics.txt")))
        .containsExactly(100, 0, 80, 0, 100, 60, 0, 0, 1);
  }

  @Test
  void depthAndPoseReadBackAsTheyWereRendered() throws IOException {
    Pose pose = Office.WORLD.drive(Session.MAPPING, 3).poses().get(2);
    DepthMap depth = Office.renderer(Office.MAPPED).render(pose, 0).depth();
    Path frame = shared.resolve("one/seq-01");

    BufferedImage picture = ImageIO.read(frame.resolve("frame-000002.depth.png").toFile());
    assertThat(picture.getType()).isEqualTo(BufferedImage.TYPE_USHORT_GRAY);
    int[] read = picture.getRaster().getPixels(0, 0, 160, 120, (int[]) null);
    for (int i = 0; i < read.length; i++) {
      assertThat(read[i]).as("pixel %d", i).isEqualTo(depth.millimetres()[i] & 0xffff);
    }
    Pose written = Pose.ofMatrix(numbers(frame.resolve("frame-000002.pose.txt")));
    assertThat(written.distanceTo(pose)).isLessThan(1e-9);
    assertThat(written.angleTo(pose)).isLessThan(1e-6);
    BufferedImage colour = ImageIO.read(frame.resolve("frame-000002.color.jpg").toFile());
    assertThat(colour.getWidth()).isEqualTo(160);
    assertThat(colour.getHeight()).isEqualTo(120);
  }

  @Test
  void sameSeedGivesTheSameBytesAndAnotherSeedAnotherBuilding() throws IOException {
    Path again = fresh.resolve("again");
    Path other = fresh.resolve("other");
    SynthDataset.write(again, World.office(1), FEW, ProgressReporter.silent());
    SynthDataset.write(other, World.office(2), FEW, ProgressReporter.silent());

    assertThat(files(again)).containsExactlyEntriesOf(files(shared.resolve("one")));
    Map<String, String> strange = files(other);
    files(again)
        .forEach(
            (name, bytes) -> {
              if (name.contains("frame-")) {
                assertThat(strange.get(name)).as(name).isNotEqualTo(bytes);
              }
            });
  }

  @Test
  void writesOdometryAndMountingOfADriveAndRemovesThemAgain() throws IOException {
    SynthOptions options = new SynthOptions(4, Office.SMALL_LENS, DriveKind.PATROL);
    Path out = fresh.resolve("patrol");
    SynthDataset.begin(out, options);
    SynthDataset.writeSplit(out, Office.WORLD, Session.REVISIT, options, ProgressReporter.silent());
    SynthDataset.finish(out, Office.WORLD, options);
    Drive drive = Office.WORLD.drive(DriveKind.PATROL, Session.REVISIT, 4, 1);
    List<DatasetFrame> frames =
        Datasets.open("7scenes:" + out + "?hz=10&split=test").frames().toList();

    assertThat(frames).extracting(f -> f.odometry().orElseThrow()).isEqualTo(drive.odometry());
    Pose camera = drive.base(3).compose(frames.get(3).baseToCamera().orElseThrow());
    assertThat(camera.distanceTo(frames.get(3).pose().orElseThrow())).isLessThan(1e-9);
    assertThat(Files.readString(out.resolve("world.json")))
        .contains("\"drive\": \"patrol\"")
        .contains("\"map_frames\": ")
        .contains("\"kidnapped_at_frames\": []");
    assertThat(SynthDataset.isComplete(out, Office.WORLD, options)).isTrue();
    assertThat(SynthDataset.isComplete(out, Office.WORLD, new SynthOptions(4, Office.SMALL_LENS)))
        .isFalse();
    SynthDataset.write(out, Office.WORLD, FEW, ProgressReporter.silent());
    assertThat(files(out)).containsExactlyEntriesOf(files(shared.resolve("one")));
  }

  /**
   * Of the plain tour, as the first release wrote it: other data would make figures incomparable.
   */
  @Test
  void theTourKeepsItsBytes() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Map.Entry<String, String> file : files(shared.resolve("one")).entrySet()) {
      // JPEG and PNG depend on the JDK's libraries.
      if (!file.getKey().endsWith(".jpg") && !file.getKey().endsWith(".png")) {
        digest.update(file.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        digest.update(file.getValue().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    for (Session session : Session.values()) {
      for (Pose pose : Office.WORLD.drive(session, 3).poses()) {
        digest.update(
            new Renderer(
                    Office.WORLD.scene(session), Office.SMALL_LENS, Office.WORLD.sensor(session))
                .render(pose, 5)
                .rgb());
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("e69d3d8587a7536cd23df846d22c161ea6de18297228c4b500f7c51a54c484d3");
  }

  @Test
  void knowsWhatIsComplete() {
    Path one = shared.resolve("one");

    assertThat(SynthDataset.isComplete(one, Office.WORLD, FEW)).isTrue();
    assertThat(SynthDataset.isComplete(one, Office.WORLD, new SynthOptions(4, Office.SMALL_LENS)))
        .isFalse();
    assertThat(SynthDataset.isComplete(one, World.office(2), FEW)).isFalse();
    assertThat(SynthDataset.isComplete(fresh.resolve("none"), Office.WORLD, FEW)).isFalse();
    Path begun = fresh.resolve("begun");
    SynthDataset.begin(begun, FEW);
    assertThat(SynthDataset.isComplete(begun, Office.WORLD, FEW)).isFalse();
  }

  @Test
  void leavesForeignDirectoriesAlone() throws IOException {
    Files.writeString(fresh.resolve("thesis.txt"), "precious");

    assertThatThrownBy(() -> SynthDataset.begin(fresh, FEW))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(fresh.toString())
        .hasMessageContaining("thesis.txt");
    assertThat(files(fresh)).containsOnlyKeys("thesis.txt");
  }

  @Test
  void saysWhichPathCannotBeWritten() throws IOException {
    Path file = Files.writeString(fresh.resolve("file"), "");

    assertThatThrownBy(() -> SynthDataset.begin(file.resolve("below"), FEW))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> SynthDataset.begin(file, FEW))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void namesTheWorldsThatThereAre() {
    assertThatThrownBy(() -> World.named("moon", 1))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("moon")
        .hasMessageContaining("office");
  }

  private static double[] numbers(Path file) throws IOException {
    return Stream.of(Files.readString(file).strip().split("\\s+"))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** Names below a directory with the bytes, as Latin-1 text. */
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(path).toString(),
            new String(Files.readAllBytes(path), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }
}
