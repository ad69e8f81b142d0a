package org.waymark.core.dataset.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.kind.MslsFixture;
import org.waymark.core.progress.ProgressReporter;

class SurveyTest {

  @TempDir Path root;

  @Test
  void shouldCountByCityPartAndFlag() throws IOException {
    MslsFixture.trainCity(root, "cph");
    MslsFixture.trainCity(root, "sf");
    Files.delete(root.resolve("train_val/sf/query/images/sfq1.jpg"));
    DatasetSummary summary = survey("msls:" + root, false);
    assertThat(summary.frames()).isEqualTo(12);
    assertThat(summary.positions()).isEqualTo(12);
    assertThat(summary.poses()).isZero();
    assertThat(summary.framesByTag().get("city"))
        .containsExactly(entry("cph", 6L), entry("sf", 6L));
    assertThat(summary.framesByTag().get("panorama")).containsEntry("true", 4L);
    assertThat(summary.framesByTag()).doesNotContainKeys("split", "control_panel");
    assertThat(summary.areas()).extracting(DatasetSummary.Area::name).containsExactly("cph", "sf");
    assertThat(summary.areas().getFirst().track().extentMetres().get(1)).isEqualTo(8, within(1e-6));
    assertThat(summary.missing().count()).isEqualTo(1);
    assertThat(summary.missing().texts().getFirst()).endsWith("sfq1.jpg");
    // Two frames of each first sequence are 5 m apart; the third is alone.
    assertThat(summary.pathLengthMetres()).isEqualTo(4 * 5, within(1e-6));
    assertThat(summary.pictures()).isEqualTo("8 x 6 jpeg");
  }

  @Test
  void shouldReadEveryPictureOnlyWhenAsked() throws IOException {
    picture(root, "a.png");
    text(root, "b.png", "no picture");
    assertThat(survey("folder:" + root, false).problems().count()).isZero();
    assertThat(survey("folder:" + root, true).problems().texts())
        .singleElement()
        .asString()
        .contains("b.png", "no readable header");
  }

  @Test
  void shouldKeepABoundedNumberOfPositionsAcrossTheWholeTrack() {
    Track track = new Track();
    for (int i = 0; i < 1_000_000; i++) {
      track.add(i, -2.0 * i, 1);
    }
    assertThat(track.count()).isEqualTo(1_000_000);
    assertThat(track.kept()).isBetween(1 << 13, 1 << 14);
    assertThat(track.coordinate(0, 0)).isZero();
    assertThat(track.coordinate(track.kept() - 1, 0)).isGreaterThan(990_000);
    assertThat(track.extentMetres()).containsExactly(999_999.0, 1_999_998.0, 0.0);
  }

  private static DatasetSummary survey(String spec, boolean readAll) {
    Problems problems = new Problems();
    return Survey.of(
        Datasets.open(DatasetSpec.parse(spec), problems),
        readAll,
        problems,
        new Problems(),
        ProgressReporter.silent());
  }
}
