package org.waymark.core.label.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Pose;
import org.waymark.core.hdf5.LabelFile;
import org.waymark.core.hdf5.LabelFileWriter;
import org.waymark.core.label.GradedLabels;
import org.waymark.core.label.OverlapKind;
import org.waymark.core.progress.ProgressReporter;

class LabelRunTest {

  private static final MadeDataset QUERIES =
      MadeDataset.ofPositions("q", at(0, 0, 0, "33N"), at(500, 0, 450, "33N"));
  private static final MadeDataset MAP =
      MadeDataset.ofPositions("m", at(0, 0, 0, "33N"), at(0, 0, 45, "33N"), at(510, 0, 90, ""));

  @TempDir Path folder;

  @Test
  void shouldWriteLabelsWithTheirOrigin() throws IOException {
    Path out = folder.resolve("gt.h5");
    LabelSummary summary =
        run(QUERIES, MAP, LabelMethod.FOV).write(out, LabelFileWriter.DENSE_BYTES);
    GradedLabels labels = LabelFile.read(out);
    assertThat(labels.row(0).toArray()).containsExactly(new float[] {1, 1 / 3f, 0}, within(1e-6f));
    assertThat(labels.get(1, 2)).isBetween(0.4f, 0.9f);
    assertThat(summary.overlapping()).isEqualTo(3);
    assertThat(summary.queriesWithPlace()).isEqualTo(1);
    try (HdfFile hdf = new HdfFile(out)) {
      assertThat(hdf.getAttributes().keySet())
          .contains(
              "method",
              "radius_m",
              "angle_deg",
              "overlap",
              "seed",
              "waymark_version",
              "queries",
              "queries_digest",
              "map",
              "map_digest");
      assertThat(hdf.getAttribute("radius_m").getData()).isEqualTo(50.0);
    }
    try (var files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(out);
    }
    assertThatThrownBy(() -> run(QUERIES, MAP, LabelMethod.FOV).write(out, 0))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("gt.h5 exists; delete it");
  }

  @Test
  void shouldSayWhatFramesLack() {
    assertRefused(
        MadeDataset.ofPositions("q", at(0, 0, 0, ""), at(0, 0, Double.NaN, "")),
        LabelMethod.FOV,
        "1 of 2 frames of 'made:q' cannot be labelled, the first: frame-1 has no heading");
    assertRefused(
        MadeDataset.ofPoses("q", Pose.IDENTITY), LabelMethod.FOV, "frame-0 has no position");
    assertRefused(QUERIES, LabelMethod.POSE_FOV, "frame-0 has no pose");
    assertRefused(QUERIES, LabelMethod.SURFACE, "has no pose");
    assertRefused(
        MadeDataset.ofPositions("q", at(0, 0, 0, "32N")),
        LabelMethod.FOV,
        "different zones of the grid (32N, 33N)");
  }

  @Test
  void shouldProjectPosesToTheGround() throws IOException {
    // Optical frames: y down. The world's y is down too, so that -y is up and sight is along z.
    Pose ahead = Pose.IDENTITY;
    Pose turned = Pose.of(new Vector3d(0, -7, 0), new Quaterniond().rotationY(Math.toRadians(45)));
    MadeDataset poses = MadeDataset.ofPoses("p", ahead, turned);
    LabelRun run = run(poses, poses, LabelMethod.POSE_FOV);
    Path out = folder.resolve("gt.h5");
    run.write(out, LabelFileWriter.DENSE_BYTES);
    assertThat(run.attributes()).containsEntry("up", "-y");
    assertThat(LabelFile.read(out).row(0).toArray())
        .containsExactly(new float[] {1, 1 / 3f}, within(1e-6f));
    Pose down = Pose.of(new Vector3d(), new Quaterniond().rotationX(Math.PI / 2));
    MadeDataset mixed = MadeDataset.ofPoses("d", ahead, ahead, ahead, ahead, down);
    assertRefused(
        mixed, mixed, LabelMethod.POSE_FOV, "frame-4 of 'made:d': the camera looks along");
    MadeDataset unclear = MadeDataset.ofPoses("u", ahead, down);
    assertRefused(unclear, unclear, LabelMethod.POSE_FOV, "name it with --up");
  }

  private void assertRefused(MadeDataset queries, LabelMethod method, String message) {
    assertRefused(queries, MAP, method, message);
  }

  private void assertRefused(
      MadeDataset queries, MadeDataset map, LabelMethod method, String message) {
    assertThatThrownBy(() -> run(queries, map, method).write(folder.resolve("no.h5"), 0))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(message);
  }

  private static LabelRun run(Dataset queries, Dataset map, LabelMethod method) {
    return new LabelRun(
        queries,
        map,
        new LabelOptions(method, 50, 90, OverlapKind.IOU, null, 0.05, null, null, 0),
        "1.2.3",
        ProgressReporter.silent());
  }

  private static GroundPosition at(double east, double north, double heading, String zone) {
    return new GroundPosition(east, north, heading, zone);
  }
}
