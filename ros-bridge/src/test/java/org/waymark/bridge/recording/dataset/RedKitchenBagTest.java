package org.waymark.bridge.recording.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.testing.Python;
import org.waymark.core.testing.Recordings;

/** A bag that rosbag makes of a sequence of 7-Scenes is the same data set as the sequence. */
@Tag("peer")
class RedKitchenBagTest {

  @TempDir Path folder;

  @Test
  void shouldBeTheSameDataSetAsTheFolderThatTheBagWasMadeOf() throws Exception {
    Path scene = Recordings.require("7scenes/redkitchen");
    Python.with("rosbag")
        .run(
            folder,
            Files.readString(Path.of("src/test/python/bags.py")),
            "drive",
            scene.resolve("seq-02").toString(),
            "drive.bag",
            "lz4");
    Dataset bag = Datasets.open("bag:" + folder.resolve("drive.bag") + "?pose=/ground_truth");
    Dataset files = Datasets.open("7scenes:" + scene + "?split=test");
    List<DatasetFrame> recorded = bag.frames().toList();
    List<DatasetFrame> published = files.frames().toList();
    assertThat(recorded).hasSameSizeAs(published).hasSize(250);
    long start = recorded.getFirst().stampNanos() - published.getFirst().stampNanos();
    for (int i = 0; i < recorded.size(); i++) {
      DatasetFrame a = recorded.get(i);
      DatasetFrame b = published.get(i);
      assertThat(a.image().bytes()).as(b.id()).isEqualTo(b.image().bytes());
      assertThat(a.image().encoding()).isEqualTo(b.image().encoding());
      assertThat(a.image().width()).isEqualTo(640);
      Pose pose = a.pose().orElseThrow();
      assertThat(pose.distanceTo(b.pose().orElseThrow())).isLessThan(1e-6);
      assertThat(pose.angleTo(b.pose().orElseThrow())).isLessThan(1e-3);
      assertThat(a.stampNanos() - start).isCloseTo(b.stampNanos(), within(100L));
      assertThat(a.intrinsics().orElseThrow().fx()).isEqualTo(585);
      assertThat(a.baseToCamera().orElseThrow().position()).matches(p -> p.z == 0.5 && p.x == 0.1);
      assertThat(a.cameraFrame()).contains("camera_optical");
    }
    Odometry first = recorded.getFirst().odometry().orElseThrow();
    Odometry last = recorded.getLast().odometry().orElseThrow();
    assertThat(first.frame()).isEqualTo("base_link");
    // It drifts, so the true step and the one of odometry differ, by little.
    Pose mount = recorded.getFirst().baseToCamera().orElseThrow();
    Pose trueStep =
        recorded
            .getFirst()
            .pose()
            .orElseThrow()
            .compose(mount.inverse())
            .inverse()
            .compose(recorded.getLast().pose().orElseThrow().compose(mount.inverse()));
    assertThat(first.pose().inverse().compose(last.pose()).distanceTo(trueStep))
        .isBetween(1e-4, 0.5);
  }
}
