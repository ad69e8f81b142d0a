package org.waymark.core.dataset.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.core.dataset.DatasetFiles.frames;
import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.problems;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Problems;
import org.waymark.core.geometry.Pose;

/** TUM, KITTI and EuRoC, which robots' users bring. */
class RobotSequencesTest {

  @TempDir Path root;

  @Test
  void shouldAssociateTumByTime() throws IOException {
    Path sequence = root.resolve("rgbd_dataset_freiburg1_xyz");
    text(
        sequence,
        "rgb.txt",
        "# color images",
        "# timestamp filename",
        "1305031102.175304 rgb/1305031102.175304.png",
        "1305031102.211214 rgb/1305031102.211214.png",
        "1305031109.000000 rgb/1305031109.000000.png");
    text(
        sequence,
        "depth.txt",
        "1305031102.160407 depth/1305031102.160407.png",
        "1305031102.226738 depth/1305031102.226738.png");
    text(
        sequence,
        "groundtruth.txt",
        "# timestamp tx ty tz qx qy qz qw",
        "1305031102.1758 1.3405 0.6266 1.6575 0.6574 0.6126 -0.2949 -0.3248",
        "1305031102.2058 1.3300 0.6256 1.6464 0.6579 0.6161 -0.2932 -0.3189");
    picture(sequence, "rgb/1305031102.175304.png");
    BufferedImage depth = new BufferedImage(8, 6, BufferedImage.TYPE_USHORT_GRAY);
    ((DataBufferUShort) depth.getRaster().getDataBuffer()).getData()[1] = (short) 50_000;
    Files.createDirectories(sequence.resolve("depth"));
    ImageIO.write(depth, "png", sequence.resolve("depth/1305031102.160407.png").toFile());
    List<DatasetFrame> frames = frames("tum:" + sequence);
    assertThat(frames).hasSize(3);
    assertThat(frames.get(0).stampNanos()).isEqualTo(1305031102_175304_000L);
    assertThat(frames.get(0).pose().orElseThrow().x()).isEqualTo(1.3405);
    assertThat(frames.get(0).depth().orElseThrow().metresAt(1, 0)).isEqualTo(10.0);
    assertThat(frames.get(0).depth().orElseThrow().metresAt(0, 0)).isNaN();
    assertThat(frames.get(0).intrinsics().orElseThrow().fx()).isEqualTo(517.3);
    assertThat(frames.get(1).pose().orElseThrow().x()).isEqualTo(1.33);
    assertThat(frames.get(1).hasDepth()).isFalse();
    assertThat(frames.get(2).pose()).isEmpty();
    assertThat(frames("tum:" + sequence + "?tolerance=0.0001").get(0).pose()).isEmpty();
    text(sequence, "wheels.txt", "1305031102.2 7 0 0 0 0 0 1");
    List<DatasetFrame> driven = frames("tum:" + sequence + "?odometry=wheels.txt");
    assertThat(driven.get(0).odometry()).isEmpty();
    assertThat(driven.get(1).odometry().orElseThrow().pose().x()).isEqualTo(7);
  }

  @Test
  void shouldNameFileAndLineInTum() throws IOException {
    text(root, "rgb.txt", "1.0 a.png", "0.5 b.png", "x c.png", "3.0", "4.0 a.png");
    text(
        root,
        "groundtruth.txt",
        "1.0 0 0 0 0 0 0 1",
        "2.0 nan 0 0 0 0 0 1",
        "3.0 0 0 0 0 0 0 1.01",
        "4.0 0 0 0 0 0 0 1.0005",
        "5.0 0 0 0");
    assertThat(problems("tum:" + root).texts())
        .anySatisfy(t -> assertThat(t).contains("rgb.txt:2:", "not after"))
        .anySatisfy(t -> assertThat(t).contains("rgb.txt:3:", "'x'"))
        .anySatisfy(t -> assertThat(t).contains("rgb.txt:4:", "1 values where 2"))
        .anySatisfy(t -> assertThat(t).contains("rgb.txt", "a.png is there twice"))
        .anySatisfy(t -> assertThat(t).contains("groundtruth.txt:2:", "'nan'"))
        .anySatisfy(t -> assertThat(t).contains("groundtruth.txt:3:", "norm 1.01"))
        .anySatisfy(t -> assertThat(t).contains("groundtruth.txt:5:"))
        .hasSize(7);
    assertThatThrownBy(() -> Datasets.open("tum:" + root.resolve("x")))
        .hasMessageContaining("no folder");
    Files.delete(root.resolve("rgb.txt"));
    assertThatThrownBy(() -> Datasets.open("tum:" + root)).hasMessageContaining("rgb.txt");
  }

  @Test
  void shouldPlaceKittisColourCameraBesideTheGreyOne() throws IOException {
    Path sequence = root.resolve("sequences/06");
    text(sequence, "times.txt", "0.000000e+00", "1.036224e-01");
    text(
        sequence,
        "calib.txt",
        "P0: 700 0 600 0 0 700 180 0 0 0 1 0",
        "P1: 700 0 600 -378 0 700 180 0 0 0 1 0",
        "P2: 700 0 600 42 0 700 180 0 0 0 1 0");
    text(root, "poses/06.txt", "1 0 0 0 0 1 0 0 0 0 1 0", "0 0 1 5 0 1 0 0 -1 0 0 2");
    picture(sequence, "image_0/000000.png");
    picture(sequence, "image_2/000000.png");
    List<DatasetFrame> frames = frames("kitti:" + sequence);
    assertThat(frames).hasSize(2);
    assertThat(frames.get(1).id()).isEqualTo("image_2/000001.png");
    assertThat(frames.get(1).stampNanos()).isEqualTo(103_622_400);
    assertThat(frames.get(0).pose().orElseThrow().x()).isEqualTo(-0.06, within(1e-12));
    // Turned by 90 degrees about y, the camera's x is the world's -z.
    Pose turned = frames.get(1).pose().orElseThrow();
    assertThat(turned.x()).isEqualTo(5, within(1e-9));
    assertThat(turned.z()).isEqualTo(2.06, within(1e-9));
    assertThat(frames.get(0).intrinsics().orElseThrow().width()).isEqualTo(8);
    assertThat(frames.get(0).intrinsics().orElseThrow().cy()).isEqualTo(180);
    assertThat(frames("kitti:" + sequence + "?camera=1").get(0).pose().orElseThrow().x())
        .isEqualTo(0.54, within(1e-12));
    assertThat(frames("kitti:" + root.resolve("poses/06.txt"))).hasSize(2);
  }

  @Test
  void shouldSayWhatIsWrongInKitti() throws IOException {
    Path sequence = root.resolve("sequences/07");
    assertThatThrownBy(() -> Datasets.open("kitti:" + sequence)).hasMessageContaining("no folder");
    text(sequence, "times.txt", "0.0", "0.1");
    text(root, "poses/07.txt", "1 0 0 0 0 1 0 0 0 0 1 0");
    assertThatThrownBy(() -> Datasets.open("kitti:" + sequence))
        .hasMessageContaining("1 poses, but 2 lines");
    text(root, "poses/07.txt", "1 0 0 0 0 1 0 0 0 0 1 0", "2 0 0 0 0 1 0 0 0 0 1 0");
    assertThat(problems("kitti:" + sequence).texts())
        .singleElement()
        .asString()
        .contains("07.txt:2:", "no rotation");
    text(sequence, "calib.txt", "P0: 0 0 600 0 0 700 180 0 0 0 1 0");
    assertThatThrownBy(() -> Datasets.open("kitti:" + sequence))
        .hasMessageContaining("calib.txt:1: focal lengths (0.0, 700.0)");
    text(sequence, "calib.txt", "P0: 700 0 600");
    assertThatThrownBy(() -> Datasets.open("kitti:" + sequence))
        .hasMessageContaining("calib.txt:1:");
  }

  @Test
  void shouldKeepKittisFramesBesideAMalformedLine() throws IOException {
    Path sequence = root.resolve("sequences/08");
    text(sequence, "times.txt", "0.0", "0.1", "0.2");
    text(
        root,
        "poses/08.txt",
        "1 0 0 0 0 1 0 0 0 0 1 0",
        "2 0 0 0 0 1 0 0 0 0 1 0",
        "1 0 0 0 0 1 0 0 0 0 1 5");
    String spec = "kitti:" + sequence;
    Problems problems = new Problems();
    List<DatasetFrame> frames = Datasets.open(DatasetSpec.parse(spec), problems).frames().toList();
    assertThat(problems.texts()).singleElement().asString().contains("08.txt:2:");
    assertThat(frames).hasSize(3).allMatch(DatasetFrame::stamped).noneMatch(DatasetFrame::dated);
    assertThat(frames.get(1).pose()).isEmpty();
    assertThat(frames.get(2).pose().orElseThrow().z()).isEqualTo(5);
    text(sequence, "times.txt", "0.0", "soon", "0.2");
    assertThat(Datasets.open(DatasetSpec.parse(spec), problems).frames().toList())
        .extracting(DatasetFrame::id)
        .containsExactly("image_0/000000.png", "image_0/000002.png");
    assertThat(problems.texts()).anySatisfy(t -> assertThat(t).contains("times.txt:2:"));
  }

  @Test
  void shouldTakeEurocsBodyPosesToTheCamera() throws IOException {
    text(
        root,
        "mav0/cam0/data.csv",
        "#timestamp [ns],filename",
        "1403636579763555584,1403636579763555584.png",
        "1403636580000000000,1403636580000000000.png");
    picture(root, "mav0/cam0/data/1403636579763555584.png");
    text(
        root,
        "mav0/cam0/sensor.yaml",
        "# General sensor definitions.",
        "sensor_type: camera",
        "T_BS:",
        "  cols: 4",
        "  rows: 4",
        "  data: [0.0, -1.0, 0.0, -0.02,",
        "         1.0, 0.0, 0.0, -0.06,",
        "         0.0, 0.0, 1.0, 0.01,",
        "         0.0, 0.0, 0.0, 1.0]",
        "rate_hz: 20",
        "resolution: [752, 480]",
        "camera_model: pinhole",
        "intrinsics: [458.654, 457.296, 367.215, 248.375] #fu, fv, cu, cv",
        "distortion_coefficients: [-0.28340811, 0.07395907, 0.00019359, 1.76187114e-05]");
    text(
        root,
        "mav0/state_groundtruth_estimate0/data.csv",
        "#timestamp, p_RS_R_x [m], p_RS_R_y [m], p_RS_R_z [m], q_RS_w [], q_RS_x [], q_RS_y [], q_RS_z []",
        "1403636579758555392,4.0,-1.0,0.5,0.7071067811865476,0.0,0.0,0.7071067811865476,0,0,0,0,0,0,0,0,0");
    List<DatasetFrame> frames = frames("euroc:" + root);
    assertThat(frames).hasSize(2);
    // The body is turned by 90 degrees about z: its x is the world's y.
    Pose camera = frames.get(0).pose().orElseThrow();
    assertThat(camera.x()).isEqualTo(4.06, within(1e-9));
    assertThat(camera.y()).isEqualTo(-1.02, within(1e-9));
    assertThat(camera.z()).isEqualTo(0.51, within(1e-9));
    // And the camera by 90 more.
    assertThat(camera.qz()).isEqualTo(1, within(1e-9));
    assertThat(frames.get(0).intrinsics().orElseThrow().fx()).isEqualTo(458.654);
    assertThat(frames.get(0).stampNanos()).isEqualTo(1403636579763555584L);
    assertThat(frames.get(1).pose()).isEmpty();
    Files.writeString(root.resolve("mav0/cam0/sensor.yaml"), "T_BS:\n  data: [1, 2]\n");
    assertThatThrownBy(() -> Datasets.open("euroc:" + root)).hasMessageContaining("T_BS");
  }
}
