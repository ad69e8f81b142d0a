package org.waymark.core.dataset.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.core.dataset.DatasetFiles.frames;
import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.problems;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.Pose;

/** Pictures whose poses come from another file. */
class PosedFolderTest {

  @TempDir Path root;

  @Test
  void shouldFindAPosesPictureByTheTimeInItsName() throws IOException {
    picture(root, "cam/1700000000.500000.png");
    picture(root, "cam/1700000001500.png");
    picture(root, "cam/1700000009000000000.png");
    text(
        root,
        "traj.txt",
        "1700000000.49 1 2 3 0 0 0 1",
        "1700000001.51 4 5 6 0 0 0 1",
        "1700000002.00 7 8 9 0 0 0 1");
    List<DatasetFrame> frames = frames("folder:" + root + "?poses=traj.txt");
    assertThat(frames.get(0).pose().orElseThrow().x()).isEqualTo(1);
    assertThat(frames.get(1).pose().orElseThrow().x()).isEqualTo(4);
    assertThat(frames.get(2).pose()).isEmpty();
    assertThatThrownBy(() -> Datasets.open("folder:" + root + "?poses=traj.txt&tolerance=0.001"))
        .hasMessageContaining("none of the 3 poses");
    assertThatThrownBy(() -> Datasets.open("folder:" + root + "?poses=none.txt"))
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> Datasets.open("folder:" + root + "?tolerance=-1"))
        .hasMessageContaining("tolerance=-1");
  }

  @Test
  void shouldTakeTimesFromTheRateWhereNamesHaveNone() throws IOException {
    picture(root, "a.png");
    picture(root, "b.png");
    text(root, "traj.txt", "0.0 1 2 3 0 0 0 1", "0.1 4 5 6 0 0 0 1");
    assertThat(frames("folder:" + root + "?poses=traj.txt&hz=10").get(1).pose().orElseThrow().x())
        .isEqualTo(4);
  }

  @Test
  void shouldReadAFrameCsvWithColumnsInAnyOrder() throws IOException {
    picture(root, "a.png");
    text(
        root,
        "frames.csv",
        "tag.city,heading_deg,north,east,path,stamp_ns,fx,fy,cx,cy,width,height,note",
        "cph,12.5,6172000.25,347000.5,a.png,17,500,501,4,3,8,6,x",
        "cph,,1,2,b.png,,,,,,,,",
        ",,,,c.png,,,,,,,,");
    List<DatasetFrame> frames = frames("folder:" + root + "?poses=frames.csv");
    assertThat(frames).hasSize(3);
    assertThat(frames.get(0).position().orElseThrow().headingDegrees()).isEqualTo(12.5);
    assertThat(frames.get(0).intrinsics().orElseThrow().fy()).isEqualTo(501);
    assertThat(frames.get(0).stampNanos()).isEqualTo(17);
    assertThat(frames.get(1).position().orElseThrow().heading()).isEmpty();
    assertThat(frames.get(2).position()).isEmpty();
    assertThat(frames.get(2).tags()).isEmpty();
    assertThat(frames("waymark:" + root)).hasSize(3);
  }

  @Test
  void shouldCallIncompleteLinesAndHeadersOfAFrameCsvWrong() throws IOException {
    text(
        root,
        "frames.csv",
        "path,x,y,z,qx,qy,qz,qw",
        "a.png,1,2,3,0,0,0,1",
        "a.png,1,2,3,0,0,0,1",
        "b.png,1,2,3,0,0,0,",
        "c.png,1,2,3,0,0,0,0.9",
        ",1,2,3,0,0,0,1",
        "d.png,1,2",
        "\"e.png\",Infinity,2,3,0,0,0,1");
    assertThat(problems("waymark:" + root).texts())
        .anySatisfy(t -> assertThat(t).contains("frames.csv:3:", "a.png is there twice"))
        .anySatisfy(t -> assertThat(t).contains("frames.csv:4:", "'' is no finite number"))
        .anySatisfy(t -> assertThat(t).contains("frames.csv:5:", "norm 0.9"))
        .anySatisfy(t -> assertThat(t).contains("frames.csv:6:", "path is empty"))
        .anySatisfy(t -> assertThat(t).contains("frames.csv:7:", "3 values where 8"))
        .anySatisfy(t -> assertThat(t).contains("frames.csv:8:", "'Infinity'"))
        .hasSize(6);
    text(root, "frames.csv", "path,x,y,z", "a.png,1,2,3");
    assertThatThrownBy(() -> Datasets.open("waymark:" + root))
        .hasMessageContaining("frames.csv:1")
        .hasMessageContaining("belong together");
    text(root, "frames.csv", "file,x", "a.png,1");
    assertThatThrownBy(() -> Datasets.open("waymark:" + root)).hasMessageContaining("'path'");
    text(root, "frames.csv");
    assertThatThrownBy(() -> Datasets.open("waymark:" + root)).hasMessageContaining("is empty");
  }

  @Test
  void shouldInvertThePseudoTruthOfSevenScenes() throws IOException {
    Path scene = root.resolve("redkitchen");
    picture(scene, "seq-01/frame-000002.color.jpg");
    text(
        scene,
        "pgt.txt",
        "seq-02/frame-000001.color.png 1 0 0 0 1 2 3 525.0",
        "seq-01/frame-000010.color.png 1 0 0 0 0 0 0 525.0",
        "seq-01/frame-000002.color.png 0.7071067811865476 0 0 0.7071067811865476 1 2 3 525.0");
    List<DatasetFrame> frames = frames("7scenes:" + scene + "?poses=pgt.txt");
    assertThat(frames)
        .extracting(DatasetFrame::id)
        .containsExactly(
            "redkitchen/seq-01/frame-000002.color.png",
            "redkitchen/seq-01/frame-000010.color.png",
            "redkitchen/seq-02/frame-000001.color.png");
    // x of the world is y of the camera: -R^T t is (-2, 1, -3).
    Pose pose = frames.getFirst().pose().orElseThrow();
    assertThat(pose.x()).isEqualTo(-2, within(1e-9));
    assertThat(pose.y()).isEqualTo(1, within(1e-9));
    assertThat(pose.z()).isEqualTo(-3, within(1e-9));
    assertThat(frames.getFirst().intrinsics().orElseThrow().fx()).isEqualTo(525);
    assertThat(frames.getFirst().image().encoding()).isEqualTo("jpeg");
    assertThatThrownBy(() -> Datasets.open("7scenes:" + scene + "?poses=pgt.txt&seq=seq-01"))
        .hasMessageContaining("poses with split or seq");
    text(scene, "pgt.txt", "seq-01/x.png 1 0 0 0 0 0 0 525.0", "seq-01/frame-000002.color.png 1 0");
    assertThatThrownBy(() -> Datasets.open("7scenes:" + scene + "?poses=pgt.txt"))
        .hasMessageContaining("holds no frames");
  }
}
