package org.waymark.core.dataset.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.core.dataset.DatasetFiles.frames;
import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.problems;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Tags;
import org.waymark.core.geometry.Pose;

/** RobotCar Seasons and Extended CMU Seasons. */
class SeasonsTest {

  @TempDir Path root;

  @BeforeEach
  void writeBoth() throws IOException {
    text(
        root,
        "car/robotcar_v2_train.txt",
        "night/rear/1418133930393425.jpg 1 0 0 10 0 1 0 20 0 0 1 30 0 0 0 1",
        "rear/1418840397281257.png 0 -1 0 1 1 0 0 2 0 0 1 3 0 0 0 1");
    text(root, "car/robotcar_v2_test.txt", "snow/rear/1422957700000000.jpg");
    for (String camera : List.of("left", "rear", "right")) {
      text(
          root,
          "car/intrinsics/%s_intrinsics.txt".formatted(camera),
          "fx 400.0",
          "fy 400.0",
          "cx 508.222931",
          "cy 498.187378");
    }
    text(root, "car/extrinsics/rear_extrinsics.txt", "-1,0,0,-2", "0,1,0,0", "0,0,-1,0", "0,0,0,1");
    text(root, "car/extrinsics/left_extrinsics.txt", "1,0,0,0", "0,1,0,-1", "0,0,1,0", "0,0,0,1");
    picture(root, "car/images/dawn/rear/1418840397281257.jpg");
    text(
        root,
        "cmu/slice2/ground-truth-database-images-slice2.txt",
        "img_00122_c1_1303398475779439us.jpg 0.7071067811865476 0 0 0.7071067811865476 5 6 7");
    text(
        root,
        "cmu/slice2/test-images-slice2.txt",
        "img_00133_c0_1287503836655084us.jpg",
        "img_00134_c0_1287503836655085us.jpg");
    text(
        root,
        "cmu/slice2/camera-poses/slice-2-spring.txt",
        "img_00134_c0_1287503836655085us.jpg 1 0 0 0 1 2 3");
    text(
        root,
        "cmu/intrinsics.txt",
        "# camera model width height fx fy cx cy k1 k2 p1 p2",
        "c0 OPENCV 1024 768 868.99 866.06 525.94 420.04 -0.39 0.18 0.0001 0.0005",
        "c1 OPENCV 1024 768 873.38 876.48 529.32 397.27 -0.39 0.18 0.0001 -0.0005");
  }

  @Test
  void shouldReadRobotcarsMatricesAndConditions() throws IOException {
    List<DatasetFrame> frames = frames(car("?split=train"));
    DatasetFrame night = frames.get(0);
    assertThat(night.key()).isEqualTo("rear/1418133930393425.jpg");
    assertThat(night.tags())
        .containsEntry(Tags.CONDITION, "night")
        .containsEntry(Tags.NIGHT, "true")
        .containsEntry(Tags.SPLIT, "train");
    assertThat(night.pose().orElseThrow().y()).isEqualTo(20);
    assertThat(night.stampNanos()).isEqualTo(1418133930393425000L);
    assertThat(frames.get(1).id()).isEqualTo("images/dawn/rear/1418840397281257.jpg");
    assertThat(frames.get(1).tags()).containsEntry(Tags.CONDITION, "dawn");
    assertThat(frames(car("?split=test")).getFirst().pose()).isEmpty();
    assertThat(frames(car("?condition=night,snow"))).hasSize(2);
    assertThatThrownBy(() -> Datasets.open(car("?condition=fog"))).hasMessageContaining("fog");
  }

  @Test
  void shouldMoveRobotcarsPosesToAnotherCamera() throws IOException {
    Pose rear = frames(car("?split=train")).getFirst().pose().orElseThrow();
    DatasetFrame left = frames(car("?split=train&camera=left")).getFirst();
    assertThat(left.id()).contains("/left/");
    Pose pose = left.pose().orElseThrow();
    // The car is where the rear camera is not: inverse of its extrinsics, then the left one's.
    Pose rearToCar = Pose.ofMatrix(new double[] {-1, 0, 0, -2, 0, 1, 0, 0, 0, 0, -1, 0});
    Pose leftToCar = Pose.ofMatrix(new double[] {1, 0, 0, 0, 0, 1, 0, -1, 0, 0, 1, 0});
    Pose expected = rear.compose(rearToCar.inverse()).compose(leftToCar);
    assertThat(pose.distanceTo(expected)).isCloseTo(0, within(1e-9));
    assertThat(pose.x()).isEqualTo(8, within(1e-9));
    assertThat(left.intrinsics().orElseThrow().cx()).isEqualTo(508.222931);
    assertThatThrownBy(() -> Datasets.open(car("?split=train&camera=right")))
        .hasMessageContaining("right_extrinsics.txt");
    Files.delete(root.resolve("car/robotcar_v2_test.txt"));
    assertThat(frames(car(""))).hasSize(2);
    Files.delete(root.resolve("car/robotcar_v2_train.txt"));
    assertThatThrownBy(() -> Datasets.open(car("")))
        .hasMessageContaining("robotcar_v2_train.txt nor robotcar_v2_test.txt");
  }

  @Test
  void shouldRefuseALensWithoutFocalLength() throws IOException {
    text(root, "car/intrinsics/rear_intrinsics.txt", "fx 0", "fy 400", "cx 508", "cy 498");
    assertThatThrownBy(() -> Datasets.open(car("")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("rear_intrinsics.txt: focal lengths (0.0, 400.0)");
    text(root, "cmu/intrinsics.txt", "c0 OPENCV 1024 768 0 866.06 525.94 420.04");
    assertThatThrownBy(() -> Datasets.open("cmu:" + root.resolve("cmu")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("intrinsics.txt:1: focal lengths (0.0, 866.06)");
  }

  @Test
  void shouldCountWhatIsMalformedInRobotcar() throws IOException {
    text(
        root,
        "car/robotcar_v2_test.txt",
        "snow/rear/1.jpg",
        "snow/rear/1.jpg",
        "snow/top/2.jpg",
        "rear/3.jpg",
        "snow/rear/4.jpg 1 0 0 0");
    assertThat(problems(car("?split=test")).texts())
        .anySatisfy(t -> assertThat(t).contains("robotcar_v2_test.txt:2:", "twice"))
        .anySatisfy(t -> assertThat(t).contains(":3:", "snow/top/2.jpg"))
        .anySatisfy(t -> assertThat(t).contains(":4:", "no folder"))
        .anySatisfy(t -> assertThat(t).contains(":5:", "4x4"))
        .hasSize(4);
  }

  @Test
  void shouldReadCmusCentres() throws IOException {
    List<DatasetFrame> frames = frames("cmu:" + root.resolve("cmu"));
    assertThat(frames)
        .extracting(DatasetFrame::key)
        .containsExactly(
            "img_00133_c0_1287503836655084us.jpg",
            "img_00134_c0_1287503836655085us.jpg",
            "img_00122_c1_1303398475779439us.jpg");
    assertThat(frames.get(0).pose()).isEmpty();
    assertThat(frames.get(1).pose().orElseThrow().z()).isEqualTo(3);
    DatasetFrame database = frames.get(2);
    Pose pose = database.pose().orElseThrow();
    assertThat(pose.x()).isEqualTo(5);
    // The file turns the world by 90 degrees into the camera; the camera is turned the other way.
    assertThat(pose.qz()).isEqualTo(-Math.sqrt(0.5), within(1e-12));
    assertThat(database.id()).isEqualTo("slice2/database/img_00122_c1_1303398475779439us.jpg");
    assertThat(database.intrinsics().orElseThrow().fx()).isEqualTo(873.38);
    assertThat(database.stampNanos()).isEqualTo(1303398475779439000L);
    assertThat(frames("cmu:" + root.resolve("cmu/slice2") + "?part=query")).hasSize(2);
    assertThatThrownBy(() -> Datasets.open("cmu:" + root.resolve("cmu") + "?slice=3"))
        .hasMessageContaining("slice3");
    text(root, "cmu/slice2/test-images-slice2.txt", "photo.jpg");
    assertThat(problems("cmu:" + root.resolve("cmu")).texts())
        .singleElement()
        .asString()
        .contains("test-images-slice2.txt:1:", "photo.jpg");
  }

  private String car(String query) {
    return "robotcar:" + root.resolve("car") + query;
  }
}
