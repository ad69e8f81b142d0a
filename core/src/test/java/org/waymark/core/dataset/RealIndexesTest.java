package org.waymark.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.waymark.core.testing.Recordings;

/** Index files as their publishers wrote them. */
class RealIndexesTest {

  @Test
  void shouldOpenTheDbStructOfMslsAmman() {
    Path file = Recordings.require("indexes/matconvnet-dbstruct/msls_amman.mat");
    List<DatasetFrame> frames = DatasetFiles.frames("dbstruct:" + file);
    assertThat(frames).hasSize(835 + 953);
    assertThat(frames.getFirst().key()).isEqualTo("trefh78L20YfA-z4gjbNGw");
    assertThat(frames.get(835).key()).isEqualTo("ot6eSG8GM1PJ-_fCLHqSNA");
    assertThat(frames.getFirst().position().orElseThrow().east())
        .isEqualTo(767664.0137361737, within(1e-9));
  }

  @Test
  void shouldOpenTheDbStructOfNordland() {
    Path file = Recordings.require("indexes/matconvnet-dbstruct/nordland_val.mat");
    List<DatasetFrame> frames = DatasetFiles.frames("dbstruct:" + file + "?part=database");
    assertThat(frames).hasSize(3000);
    assertThat(frames.getFirst().position().orElseThrow().east()).isEqualTo(18200);
  }

  @Test
  void shouldOpenTheTestSplitOfPittsburgh() {
    Path folder = Recordings.require("indexes/pitts30k");
    List<DatasetFrame> frames = DatasetFiles.frames("pitts30k:" + folder + "?split=test");
    assertThat(frames).hasSize(6816 + 10_000);
    assertThat(frames.getFirst().id())
        .isEqualTo("Pittsburgh250k/queries_real/000/000546_pitch1_yaw1.jpg");
    assertThat(frames.getFirst().position().orElseThrow().north()).isBetween(4.4e6, 4.6e6);
  }

  @Test
  void shouldOpenTheTrajectoryOfKitti() throws IOException {
    Path file = Recordings.require("indexes/kitti/06.txt");
    List<DatasetFrame> frames = DatasetFiles.frames("kitti:" + file);
    assertThat(frames).hasSize(1101);
    assertThat(frames.get(1).stampNanos()).isEqualTo(104_498_900);
    assertThat(frames.get(1).pose().orElseThrow().z()).isEqualTo(1.198998);
  }

  @Test
  void shouldOpenThePseudoTruthOfRedKitchen() throws IOException {
    Path file = Recordings.require("indexes/7scenes-pgt/redkitchen_test.txt");
    List<DatasetFrame> frames =
        DatasetFiles.frames("7scenes:" + file.getParent() + "?poses=" + file.getFileName());
    assertThat(frames).hasSize(5000);
    assertThat(frames.getFirst().pose()).isPresent();
  }
}
