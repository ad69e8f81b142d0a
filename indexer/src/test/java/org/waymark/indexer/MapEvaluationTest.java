package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ExtractorOptions;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.indexer.evaluation.Exclusion;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.evaluation.TruthSource;

class MapEvaluationTest {

  private static final double POSITIVE = 0.25;

  private static DescriptorExtractor extractor;

  @TempDir Path directory;
  private GeneratedScene scene;
  private MapDirectory directoryOfMap;

  @BeforeAll
  static void openExtractor() {
    extractor = TestMaps.smallExtractor();
  }

  @AfterAll
  static void closeExtractor() {
    extractor.close();
  }

  @BeforeEach
  void write() throws IOException {
    scene = GeneratedScene.write(directory.resolve("scene"), 2, 5);
    directoryOfMap = new MapDirectory(directory.resolve("office"));
  }

  @Test
  void shouldFindEveryFrameOfTheMapItself() {
    build("seq=seq-02", "seq=seq-01");
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current())) {
      RetrievalEvaluation report = evaluate(map, "seq=seq-01,seq-02");
      assertThat(report.scores().recall().get(1)).isEqualTo(1.0);
      assertThat(report.scores().queries()).isEqualTo(10);
      assertThat(report.scores().queriesWithPositive()).isEqualTo(10);
      assertThat(report.errors().metres().at(100)).isZero();
      assertThat(report.errors().degrees().at(100)).isZero();
      // Neighbours are positives too, but look like nothing that random blocks have in common.
      assertThat(report.averagePrecision()).isBetween(0.2, 1.0);
      assertThat(report.results().unanswered().cardinality()).isZero();
    }
  }

  @Test
  void shouldKnowTheRightPlacesByTheirOrderInTheMap() {
    build("seq=seq-02", "seq=seq-01");
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current())) {
      GroundTruth truth = evaluate(map, "seq=seq-01").truth();
      // seq-01 stands at 0 to 4 m and seq-02 at 5 to 9 m; the map holds seq-02 first. Two metres
      // off, an overlap of a third still counts.
      assertThat(truth.positivesOf(0)).containsExactly(5, 6, 7);
      assertThat(truth.positivesOf(4)).containsExactly(0, 1, 7, 8, 9);
    }
  }

  @Test
  void shouldRefuseWhatCannotBeJudgedBeforeAnythingIsDescribed() throws IOException {
    build("seq=seq-01");
    TruthSource impossible =
        (queries, places) -> {
          throw new WaymarkException("no truth");
        };
    ProgressReporter never =
        (task, total) -> {
          throw new AssertionError(task + " began");
        };
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current())) {
      MapEvaluation evaluation = new MapEvaluation(map, extractor);
      for (List<Exclusion> exclusions : List.of(List.<Exclusion>of(), List.of(Exclusion.MONTH))) {
        assertThatThrownBy(
                () ->
                    evaluation.run(
                        scene.open("seq=seq-01"), impossible, exclusions, List.of(1), never))
            .isInstanceOf(WaymarkException.class)
            .hasMessageContaining(exclusions.isEmpty() ? "no truth" : "have a date");
      }
    }
  }

  @Test
  void shouldCountMissesWhenQueriesShowAnotherPlace() throws IOException {
    build("seq=seq-01");
    for (int i = 0; i < 5; i++) {
      // What each query shows is the place three further on.
      Files.write(scene.file(2, i, "color.jpg"), GeneratedScene.jpeg((i + 3) % 5));
      Files.copy(
          scene.file(1, i, "pose.txt"),
          scene.file(2, i, "pose.txt"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current())) {
      RetrievalEvaluation report = evaluate(map, "seq=seq-02");
      // Frames 2 to 4 show places 0 to 2, two metres off: an overlap of a third still counts.
      assertThat(report.scores().recall().get(1)).isEqualTo(0.6);
      assertThat(report.scores().recall().get(5)).isEqualTo(1.0);
      assertThat(report.errors().metres().median()).isEqualTo(2.0);
      assertThat(report.errors().metres().at(100)).isEqualTo(3.0);
    }
  }

  @Test
  void shouldCountBrokenQueriesAsMisses() throws IOException {
    build("seq=seq-01");
    Files.writeString(scene.file(1, 2, "color.jpg"), "no picture");
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current())) {
      RetrievalEvaluation report = evaluate(map, "seq=seq-01");
      assertThat(report.results().unanswered().stream()).containsExactly(2);
      assertThat(report.scores().queries()).isEqualTo(5);
      assertThat(report.scores().recall().get(1)).isEqualTo(0.8);
    }
  }

  @Test
  void shouldRefuseDataSetsThatAreNotAsTheyWere() throws IOException {
    build("seq=seq-01");
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current())) {
      Files.writeString(scene.file(1, 1, "depth.png"), "no picture");
      assertThatThrownBy(() -> evaluate(map, "seq=seq-01")).isInstanceOf(WaymarkException.class);
      Files.delete(scene.file(1, 1, "depth.png"));
      assertThatThrownBy(() -> evaluate(map, "seq=seq-01"))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("seq-01/frame-000001");
      Files.delete(scene.file(1, 0, "color.jpg"));
      assertThatThrownBy(() -> evaluate(map, "seq=seq-02"))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("4 frames now")
          .hasMessageContaining("had 5");
    }
  }

  @Test
  void shouldRefuseDepthOfAnotherSize() throws IOException {
    build("seq=seq-01");
    Files.delete(directory.resolve("scene/camera-intrinsics.txt"));
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current())) {
      assertThatThrownBy(() -> evaluate(map, "seq=seq-01"))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("160 x 120");
    }
  }

  @Test
  void shouldJudgeAMapThatLeftPicturesOutByTheOthers() throws IOException {
    Files.writeString(scene.file(1, 2, "color.jpg"), "no picture");
    new MapBuilder(extractor, MapBuilder.Options.defaults().skippingBroken())
        .build(List.of(scene.open("seq=seq-01")), directoryOfMap, ProgressReporter.silent());
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current())) {
      RetrievalEvaluation report = evaluate(map, "seq=seq-01");
      assertThat(report.places().size()).isEqualTo(4);
      assertThat(report.places().id(2)).isEqualTo("seq-01/frame-000003");
      // The broken picture finds nothing; the others find themselves.
      assertThat(report.scores().recall().get(1)).isEqualTo(0.8);
      assertThat(report.error(3).orElseThrow().metres()).isZero();
    }
  }

  @Test
  void shouldRefuseAnotherModel() {
    build("seq=seq-01");
    try (PlaceMap map = PlaceMap.open(directoryOfMap.current());
        DescriptorExtractor other =
            DescriptorExtractor.open(
                ModelBundle.untrained(1, InputSpec.imageNet(48, 64)), ExtractorOptions.cpu(1))) {
      assertThatThrownBy(() -> new MapEvaluation(map, other))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining(extractor.model().id())
          .hasMessageContaining(other.model().id());
    }
  }

  private void build(String... options) {
    new MapBuilder(extractor, MapBuilder.Options.defaults())
        .build(
            java.util.Arrays.stream(options).map(scene::open).toList(),
            directoryOfMap,
            ProgressReporter.silent());
  }

  private RetrievalEvaluation evaluate(PlaceMap map, String options) {
    return new MapEvaluation(map, extractor)
        .run(
            scene.open(options),
            TruthSource.surfaces(POSITIVE, ProgressReporter.silent()),
            List.of(),
            List.of(1, 5),
            ProgressReporter.silent());
  }
}
