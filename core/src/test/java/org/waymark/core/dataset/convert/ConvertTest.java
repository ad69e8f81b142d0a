package org.waymark.core.dataset.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.core.dataset.DatasetFiles.frames;
import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.csv.FrameCsvWriter;
import org.waymark.core.dataset.kind.MslsFixture;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.trajectory.StampedPose;
import org.waymark.core.trajectory.TumFile;

class ConvertTest {

  private static final Progress SILENT = ProgressReporter.silent().start("", 0);

  @TempDir Path root;

  @Test
  void shouldKeepAllThatIsKnownInOurOwnForm() throws IOException {
    MslsFixture.trainCity(root, "cph");
    String spec = "msls:" + root + "?city=cph";
    Path csv = root.resolve("frames.csv");
    FrameCsvWriter.write(Datasets.open(spec), csv, root, SILENT);
    List<DatasetFrame> before = frames(spec);
    List<DatasetFrame> after = frames("waymark:" + csv);
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++) {
      DatasetFrame a = before.get(i);
      DatasetFrame b = after.get(i);
      assertThat(b.id()).isEqualTo(a.id());
      assertThat(b.key()).isEqualTo(a.key());
      assertThat(b.sequence()).isEqualTo(a.sequence());
      assertThat(b.frameNumber()).isEqualTo(a.frameNumber());
      assertThat(b.stampNanos()).isEqualTo(a.stampNanos());
      assertThat(b.position()).isEqualTo(a.position());
      assertThat(b.tags()).isEqualTo(a.tags());
      assertThat(b.panorama()).isEqualTo(a.panorama());
      assertThat(b.image().bytes()).isEqualTo(a.image().bytes());
    }
  }

  @Test
  void shouldKeepPosesLensesAndDepthInOurOwnForm() throws IOException {
    text(root, "rgb.txt", "1.5 rgb/a.png", "2.5 rgb/b.png");
    text(root, "depth.txt", "1.5 depth/a.png");
    text(root, "groundtruth.txt", "1.5 0.1 -0.2 1e-17 0.5 0.5 0.5 -0.5");
    picture(root, "rgb/a.png");
    picture(root, "depth/a.png");
    Path elsewhere = root.resolve("out");
    Files.createDirectories(elsewhere);
    Path csv = elsewhere.resolve("frames.csv");
    FrameCsvWriter.write(Datasets.open("tum:" + root), csv, elsewhere, SILENT);
    List<DatasetFrame> frames = frames("waymark:" + elsewhere);
    assertThat(frames.get(0).pose()).isEqualTo(frames("tum:" + root).get(0).pose());
    assertThat(frames.get(0).intrinsics().orElseThrow().fx()).isEqualTo(525);
    assertThat(frames.get(0).depthFile().orElseThrow().unitsPerMetre()).isEqualTo(5000);
    assertThat(frames.get(0).depthFile().orElseThrow().file())
        .isEqualTo(root.resolve("depth/a.png"));
    assertThat(frames.get(0).image().width()).isEqualTo(8);
    assertThat(frames.get(1).pose()).isEmpty();
  }

  @Test
  void shouldKeepOdometryAndMountingInOurOwnForm() throws IOException {
    String pose = ",1.5,-2,0.25,0,0,0.6,0.8,";
    String triangle = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 1e-9";
    text(
        root,
        "frames.csv",
        "path,odom_x,odom_y,odom_z,odom_qx,odom_qy,odom_qz,odom_qw,odom_covariance,"
            + "mount_x,mount_y,mount_z,mount_qx,mount_qy,mount_qz,mount_qw",
        "a.png" + pose + triangle + ",0.1,0,1.1,-0.5,0.5,-0.5,0.5",
        "b.png" + pose + ",0.1,0,1.1,-0.5,0.5,-0.5,0.5",
        "c.png,,,,,,,,,,,,,,,");
    String spec = "waymark:" + root.resolve("frames.csv");
    Path csv = root.resolve("again.csv");
    FrameCsvWriter.write(Datasets.open(spec), csv, root, SILENT);
    List<DatasetFrame> before = frames(spec);
    List<DatasetFrame> after = frames("waymark:" + csv);
    for (int i = 0; i < 3; i++) {
      assertThat(after.get(i).odometry()).isEqualTo(before.get(i).odometry());
      assertThat(after.get(i).baseToCamera()).isEqualTo(before.get(i).baseToCamera());
    }
    assertThat(after.get(0).odometry().orElseThrow().covariance().get(35)).isEqualTo(1e-9);
    assertThat(after.get(0).odometry().orElseThrow().covariance().get(6)).isEqualTo(2);
    assertThat(after.get(1).odometry().orElseThrow().covariance()).containsOnly(0.0);
    assertThat(after.get(1).baseToCamera().orElseThrow().z()).isEqualTo(1.1);
    assertThat(after.get(2).odometry()).isEmpty();
    assertThat(after.get(2).baseToCamera()).isEmpty();
  }

  @Test
  void shouldRefuseACovarianceThatIsNone() throws IOException {
    String header = "path,odom_x,odom_y,odom_z,odom_qx,odom_qy,odom_qz,odom_qw,odom_covariance";
    Path csv = root.resolve("frames.csv");
    for (String covariance : List.of("1 2", "x", "-1" + " 0".repeat(20), "NaN" + " 0".repeat(20))) {
      text(
          root, "frames.csv", header, "a.png,0,0,0,0,0,0,1," + covariance, "b.png" + ",".repeat(8));
      assertThatThrownBy(() -> Datasets.open("waymark:" + csv))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("frames.csv:2")
          .hasMessageContaining("covariance");
    }
  }

  @Test
  void shouldWriteATrajectoryThatComesBack() throws IOException {
    text(
        root,
        "rgb.txt",
        "1305031102.175304 a.png",
        "1305031103.000000001 b.png",
        "1305031109 c.png");
    text(
        root,
        "groundtruth.txt",
        "1305031102.175304 0.1 -0.25 3.5 0 0 0.6 0.8",
        "1305031103.000000001 1e-9 12345.678901234567 0 0.6 0 0 -0.8");
    Path out = root.resolve("out.txt");
    assertThat(TumTrajectoryWriter.write(Datasets.open("tum:" + root), out, SILENT)).isEqualTo(1);
    List<DatasetFrame> again = frames("tum:" + root + "?poses=out.txt");
    assertThat(again.get(0).pose()).isEqualTo(frames("tum:" + root).get(0).pose());
    assertThat(again.get(1).pose().orElseThrow().y()).isEqualTo(12345.678901234567);
    assertThat(Files.readAllLines(out).get(2)).startsWith("1305031103.000000001 ");
    Files.delete(root.resolve("groundtruth.txt"));
    assertThatThrownBy(() -> TumTrajectoryWriter.write(Datasets.open("tum:" + root), out, SILENT))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no poses");
  }

  @Test
  void shouldNotWriteATrajectoryThatGoesBackInTime() throws IOException {
    String pose = ",0,0,0,0,0,0,1";
    text(
        root,
        "frames.csv",
        "path,sequence,stamp_ns,x,y,z,qx,qy,qz,qw",
        "a.png,one,1000000000" + pose,
        "b.png,two,500000000" + pose);
    assertThatThrownBy(
            () ->
                TumTrajectoryWriter.write(
                    Datasets.open("waymark:" + root), root.resolve("out.txt"), SILENT))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame b.png of sequence two")
        .hasMessageContaining("one sequence at a time");
  }

  @Test
  void shouldWriteSeveralSequencesOfReconstructedPoses() throws IOException {
    text(
        root,
        "chess/poses.txt",
        "seq-01/frame-000000.color.png 1 0 0 0 0 0 0 585",
        "seq-01/frame-000001.color.png 1 0 0 0 0 0 0 585",
        "seq-02/frame-000000.color.png 1 0 0 0 0 0 0 585",
        "seq-02/frame-000001.color.png 1 0 0 0 0 0 0 585");
    Path out = root.resolve("out.txt");
    TumTrajectoryWriter.write(
        Datasets.open("7scenes:" + root.resolve("chess") + "?poses=poses.txt&hz=10"), out, SILENT);
    assertThat(TumFile.read(out).poses())
        .extracting(StampedPose::stampNanos)
        .containsExactly(0L, 100_000_000L, 3_100_000_000L, 3_200_000_000L);
  }

  @Test
  void shouldNotPassOffMadeUpTimesAsRecorded() throws IOException {
    picture(root, "a.png");
    picture(root, "1305031102.175304.png");
    Path csv = root.resolve("frames.csv");
    FrameCsvWriter.write(Datasets.open("folder:" + root), csv, root, SILENT);
    assertThat(frames("waymark:" + csv))
        .extracting(DatasetFrame::stamped)
        .containsExactly(true, false);
    Files.delete(root.resolve("1305031102.175304.png"));
    FrameCsvWriter.write(Datasets.open("folder:" + root), csv, root, SILENT);
    assertThat(Files.readAllLines(csv).getFirst()).doesNotContain("stamp_ns");
  }

  @Test
  void shouldReadBackTheJsonIndexThatItWrites() throws IOException {
    MslsFixture.trainCity(root, "cph");
    Path json = root.resolve("query.json");
    JsonIndexWriter.write(Datasets.open("msls:" + root + "?part=query"), json, SILENT);
    List<DatasetFrame> frames = frames("json:" + json);
    assertThat(frames).extracting(DatasetFrame::key).containsExactly("cphq0", "cphq1", "cphq2");
    assertThat(frames.get(2).position().orElseThrow().headingDegrees())
        .isEqualTo(339.0, within(0.0));
    assertThat(frames.get(2).image().width()).isEqualTo(8);
  }

  @Test
  void shouldNotWriteAJsonIndexWithHoles() throws IOException {
    text(root, "rgb.txt", "1 a.png", "2 b.png");
    text(root, "groundtruth.txt", "1 0 0 0 0 0 0 1");
    assertThatThrownBy(
            () -> JsonIndexWriter.write(Datasets.open("tum:" + root), root.resolve("x"), SILENT))
        .hasMessageContaining("b.png has no pose")
        .hasMessageContaining("--to waymark");
  }
}
