package org.waymark.core.dataset.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.core.dataset.DatasetFiles.problems;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.joml.Vector3d;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

class SevenScenesTest {

  private static final String IDENTITY = "1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n";

  @TempDir Path root;

  @BeforeEach
  void writeTwoSequences() throws IOException {
    for (String sequence : List.of("seq-01", "seq-02")) {
      Files.createDirectories(root.resolve(sequence));
      for (int i = 0; i < 3; i++) {
        frame(sequence, i, sequence.equals("seq-01") ? "png" : "jpg");
      }
    }
    Files.writeString(root.resolve("TrainSplit.txt"), "sequence1\n");
    Files.writeString(root.resolve("TestSplit.txt"), "sequence2\r\n\n");
  }

  @Test
  void shouldTakeTheSplitsSequencesAndBothColourFormats() {
    assertThat(open("?split=train").sequences()).containsExactly("seq-01");
    assertThat(open("?split=test").frames().map(DatasetFrame::id))
        .containsExactly("seq-02/frame-000000", "seq-02/frame-000001", "seq-02/frame-000002");
    assertThat(open("").size()).isEqualTo(6);
    assertThat(open("?seq=seq-02").size()).isEqualTo(3);
  }

  @Test
  void shouldOpenASingleSequenceByItsFolder() {
    Dataset dataset = Datasets.open("7scenes:" + root.resolve("seq-02"));
    assertThat(dataset.sequences()).containsExactly("seq-02");
    assertThat(dataset.size()).isEqualTo(3);
  }

  @Test
  void shouldGiveStampsThatNeverGoBack() {
    List<Long> stamps = open("?hz=10").frames().map(DatasetFrame::stampNanos).toList();
    assertThat(stamps).isSorted().doesNotHaveDuplicates();
    assertThat(stamps.get(1) - stamps.get(0)).isEqualTo(100_000_000L);
  }

  @Test
  void shouldReadPoseDepthAndIntrinsics() throws IOException {
    Files.writeString(root.resolve("camera-intrinsics.txt"), "500 0 16\n0 510 12\n0 0 1\n");
    DatasetFrame frame = open("?split=train").frames().findFirst().orElseThrow();
    assertThat(frame.pose()).isPresent();
    DepthMap depth = frame.depth().orElseThrow();
    assertThat(depth.metresAt(1, 0)).isEqualTo(1.5);
    assertThat(depth.metresAt(0, 0)).isNaN();
    assertThat(depth.metresAt(2, 0)).isNaN();
    assertThat(frame.intrinsics().orElseThrow().fy()).isEqualTo(510);
    assertThat(frame.intrinsics().orElseThrow().width()).isEqualTo(32);
    assertThat(frame.image().encoding()).isEqualTo("png");
    assertThat(frame.image().height()).isEqualTo(24);
  }

  @Test
  void shouldNameFileAndLineOfAPoseWithTextInIt() throws IOException {
    Files.writeString(
        root.resolve("seq-01/frame-000000.pose.txt"), IDENTITY.replace("0 0 1 0", "0 0 one 0"));
    DatasetFrame frame = open("?split=train").frames().findFirst().orElseThrow();
    assertThatThrownBy(frame::pose)
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame-000000.pose.txt:3")
        .hasMessageContaining("'one'");
  }

  @Test
  void shouldRefusePosesThatAreNone() throws IOException {
    Path file = root.resolve("seq-01/frame-000000.pose.txt");
    DatasetFrame frame = open("?split=train").frames().findFirst().orElseThrow();
    for (String text :
        List.of("", "1 2 3", IDENTITY + "5", IDENTITY.replace('1', '2'), "nan ".repeat(16))) {
      Files.writeString(file, text);
      assertThatThrownBy(frame::pose)
          .as(text)
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("frame-000000.pose.txt");
    }
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThatThrownBy(frame::pose).isInstanceOf(WaymarkException.class);
    Files.delete(file);
    assertThat(frame.pose()).isEmpty();
  }

  @Test
  void shouldSayWhatIsMissing() throws IOException {
    assertThatThrownBy(() -> Datasets.open("7scenes:" + root.resolve("nowhere")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> open("?split=val")).hasMessageContaining("split=train or split=test");
    assertThatThrownBy(() -> open("?hz=0")).hasMessageContaining("hz=0");
    Files.writeString(root.resolve("TestSplit.txt"), "\n");
    assertThatThrownBy(() -> open("?split=test"))
        .hasMessageContaining("empty")
        .hasMessageContaining("TestSplit.txt");
    Files.writeString(root.resolve("TestSplit.txt"), "sequence1\nseq two\n");
    assertThatThrownBy(() -> open("?split=test")).hasMessageContaining("TestSplit.txt:2");
    Files.writeString(root.resolve("TestSplit.txt"), "sequence9\n");
    assertThatThrownBy(() -> open("?split=test")).hasMessageContaining("seq-09");
    Files.delete(root.resolve("TestSplit.txt"));
    assertThatThrownBy(() -> open("?split=test")).hasMessageContaining("TestSplit.txt");
  }

  @Test
  void shouldGiveEachPictureItsLineOfOdometryAndTheMounting() throws IOException {
    String covariance = "0.04 0.01" + " 0".repeat(9) + " 0.5 0 0 0" + " 0 0 0 0 0 0.25";
    Files.writeString(
        root.resolve("seq-02/odometry.txt"),
        "# of base_link\n0 1 0 0 0 0 0 1\n0.1 2 0 0 0 0 0 1 " + covariance + "\n9 3 0 0 0 0 0 1\n");
    Files.writeString(
        root.resolve("camera-mounting.txt"), "0 0 1 0.2\n-1 0 0 0\n0 -1 0 1.1\n0 0 0 1\n");
    List<DatasetFrame> frames = open("?seq=seq-01,seq-02&hz=7").frames().toList();

    assertThat(frames.get(2).odometry()).isEmpty();
    assertThat(frames.get(3).odometry().orElseThrow().covariance()).containsOnly(0.0);
    assertThat(frames.get(5).odometry().orElseThrow().pose().x()).isEqualTo(3);
    Odometry second = frames.get(4).odometry().orElseThrow();
    assertThat(second.frame()).isEqualTo("base_link");
    assertThat(second.pose().x()).isEqualTo(2);
    assertThat(second.covariance().get(0)).isEqualTo(0.04);
    assertThat(second.covariance().get(1)).isEqualTo(second.covariance().get(6)).isEqualTo(0.01);
    assertThat(second.covariance().get(2 * 6 + 2)).isEqualTo(0.5);
    assertThat(second.covariance().get(35)).isEqualTo(0.25);
    Pose mounting = frames.get(0).baseToCamera().orElseThrow();
    assertThat(mounting.z()).isEqualTo(1.1);
    // What lies ahead of the camera lies ahead of the robot.
    assertThat(mounting.transform(new Vector3d(0, 0, 1)).x).isEqualTo(1.2, within(1e-12));
    assertThat(
            Datasets.open("7scenes:" + root.resolve("seq-02"))
                .frames()
                .findFirst()
                .orElseThrow()
                .baseToCamera())
        .isPresent();
  }

  @Test
  void shouldNameFileAndLineOfOdometryThatIsNone() throws IOException {
    Path file = root.resolve("seq-01/odometry.txt");
    Files.writeString(file, "0 0 0 0 0 0 0 1\n1 0 0 0 0 0 0 1 5\n2 0 0 0 0 0 0 2\n");
    assertThat(problems("7scenes:" + root).texts())
        .hasSize(2)
        .anySatisfy(t -> assertThat(t).contains("odometry.txt:2:", "9 values where 29"))
        .anySatisfy(t -> assertThat(t).contains("odometry.txt:3:", "norm"));
    Files.writeString(file, "0 0 0 0 0 0 0 1 -1" + " 0".repeat(20) + "\n");
    assertThat(problems("7scenes:" + root).texts())
        .singleElement()
        .asString()
        .contains("odometry.txt:1:", "variance 0");
    Files.writeString(file, "0 0 0 0 0 0 0 1\n");
    assertThat(problems("7scenes:" + root).texts())
        .singleElement()
        .asString()
        .contains("odometry.txt", "1 lines", "3 pictures");
    Files.delete(file);
    Files.writeString(root.resolve("camera-mounting.txt"), "1 0 0 0\n0 1 x 0\n");
    DatasetFrame frame = open("").frames().findFirst().orElseThrow();
    assertThatThrownBy(frame::baseToCamera)
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("camera-mounting.txt:2")
        .hasMessageContaining("'x'");
  }

  private Dataset open(String query) {
    return Datasets.open("7scenes:" + root + query);
  }

  private void frame(String sequence, int number, String format) throws IOException {
    Path stem = root.resolve(sequence).resolve("frame-%06d".formatted(number));
    BufferedImage colour = new BufferedImage(32, 24, BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(colour, format, Path.of(stem + ".color." + format).toFile());
    BufferedImage depth = new BufferedImage(32, 24, BufferedImage.TYPE_USHORT_GRAY);
    short[] millimetres = ((DataBufferUShort) depth.getRaster().getDataBuffer()).getData();
    millimetres[1] = 1500;
    millimetres[2] = (short) 0xffff;
    ImageIO.write(depth, "png", Path.of(stem + ".depth.png").toFile());
    Files.writeString(Path.of(stem + ".pose.txt"), IDENTITY);
  }
}
