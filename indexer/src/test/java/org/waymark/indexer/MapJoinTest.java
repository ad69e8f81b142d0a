package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;

/** Adding to a map, and joining maps. */
class MapJoinTest {

  private static DescriptorExtractor extractor;

  @TempDir Path directory;
  private GeneratedScene scene;
  private MapDirectory office;

  @BeforeAll
  static void openExtractor() {
    extractor = TestMaps.smallExtractor();
  }

  @AfterAll
  static void closeExtractor() {
    extractor.close();
  }

  @BeforeEach
  void writeScene() throws IOException {
    scene = GeneratedScene.write(directory.resolve("scene"), 2, 6);
    office = new MapDirectory(directory.resolve("maps/office"));
  }

  private static MapManifest build(MapDirectory map, Dataset... datasets) {
    return new MapBuilder(extractor, MapBuilder.Options.defaults())
        .build(List.of(datasets), map, ProgressReporter.silent());
  }

  private static MapMerge.Merged merge(MapDirectory into, MapDirectory... parts) {
    return new MapMerge(SearchSettings.DEFAULT, OptionalDouble.empty())
        .merge(List.of(parts), into, ProgressReporter.silent());
  }

  @Test
  void shouldAppendAsANewVersionWhileTheOldOneStaysAsItIs() throws Exception {
    build(office, scene.open("seq=seq-01"));
    try (PlaceMap old = PlaceMap.open(office.current())) {
      MapManifest manifest =
          new MapBuilder(extractor, MapBuilder.Options.defaults())
              .append(List.of(scene.open("seq=seq-02")), office, ProgressReporter.silent());
      assertThat(manifest.version()).isEqualTo("2");
      assertThat(manifest.places()).isEqualTo(12);
      assertThat(manifest.sources()).extracting(MapManifest.Source::places).containsExactly(6L, 6L);
      assertThat(manifest.contents().sessions()).containsOnlyKeys("seq-01", "seq-02");
      float[] query =
          extractor.describe(scene.open("seq=seq-02").frames().findFirst().orElseThrow().image());
      try (PlaceMap fresh = PlaceMap.open(office.current())) {
        assertThat(fresh.search(query, 1).getFirst().place().id()).isEqualTo("seq-02/frame-000000");
        assertThat(fresh.search(query, 1).getFirst().place().index()).isEqualTo(6);
        assertThat(MapFrames.of(fresh).ids().getFirst()).isEqualTo("seq-01/frame-000000");
      }
      assertThat(old.search(query, 1).getFirst().place().session()).isEqualTo("seq-01");
    }
  }

  @Test
  void shouldNameFramesOfAnotherFolderByItAndRefuseFramesThatAreThere() throws Exception {
    build(office, scene.open());
    GeneratedScene second = GeneratedScene.write(directory.resolve("annex"), 1, 3);
    MapBuilder builder = new MapBuilder(extractor, MapBuilder.Options.defaults());
    MapManifest manifest =
        builder.append(List.of(second.open()), office, ProgressReporter.silent());
    // The generated pictures of both folders are the same.
    assertThat(manifest.places()).isEqualTo(12);
    assertThat(manifest.build().duplicatesDropped()).isEqualTo(3);
    assertThatThrownBy(
            () -> builder.append(List.of(scene.open()), office, ProgressReporter.silent()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("frame seq-01/frame-000000 is in two");
    assertThat(MapManifest.read(office.current()).version()).isEqualTo("2");
  }

  @Test
  void shouldRefuseToAppendToAMapOfAnotherModelOrFrame() throws IOException {
    TestMaps.write(
        office, TestMaps.randomUnits(1, 5, extractor.descriptorSize()), SearchMethod.EXACT);
    assertThatThrownBy(
            () ->
                new MapBuilder(extractor, MapBuilder.Options.defaults())
                    .append(List.of(scene.open()), office, ProgressReporter.silent()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(extractor.model().id());
  }

  @Test
  void shouldMergeWithoutPicturesAndFindEverythingAgain() throws Exception {
    MapDirectory annex = new MapDirectory(directory.resolve("maps/annex"));
    build(office, scene.open("seq=seq-01"));
    build(annex, scene.open("seq=seq-02"));
    MapDirectory joined = new MapDirectory(directory.resolve("maps/all"));
    MapManifest manifest = merge(joined, office, annex).manifest();
    assertThat(manifest.places()).isEqualTo(12);
    try (PlaceMap open = PlaceMap.open(joined.current())) {
      assertThat(MapFrames.of(open).frames().id(11)).isEqualTo("seq-02/frame-000005");
      open.forEach(
          described ->
              assertThat(open.search(described.descriptor(), 1).getFirst().place())
                  .isEqualTo(described.place()));
    }
    assertThat(joined.root()).isDirectoryNotContaining("glob:**/.spool");
  }

  @Test
  void shouldNamePlacesByTheirMapsWhereSessionsHaveOneName() throws IOException {
    MapDirectory one = new MapDirectory(directory.resolve("one"));
    MapDirectory two = new MapDirectory(directory.resolve("two"));
    TestMaps.write(one, TestMaps.randomUnits(1, 5, 16), SearchMethod.EXACT);
    TestMaps.write(two, TestMaps.randomUnits(2, 4, 16), SearchMethod.EXACT);
    MapManifest manifest = merge(office, one, two).manifest();
    assertThat(manifest.contents().sessions()).containsOnlyKeys("one/s", "two/s");
    try (PlaceMap open = PlaceMap.open(office.current())) {
      open.forEach(
          described ->
              assertThat(described.place().id())
                  .startsWith(described.place().index() < 5 ? "one/p" : "two/p"));
    }
  }

  /** The second map says of the same ten looks that they lie elsewhere, the last far away. */
  @Test
  void shouldSayWhereMapsDisagree() throws IOException {
    List<float[]> looks = TestMaps.randomUnits(1, 10, 64);
    List<float[]> nearly = looks.stream().map(MapJoinTest::nearly).toList();
    MapDirectory one = new MapDirectory(directory.resolve("one"));
    MapDirectory two = new MapDirectory(directory.resolve("two"));
    TestMaps.writePoses(one, looks, poses(0, 0));
    TestMaps.writePoses(two, nearly, poses(0.5, 80));
    PoseDisagreement disagreement = merge(office, one, two).disagreements().getFirst();
    assertThat(disagreement.compared()).isEqualTo(10);
    assertThat(disagreement.alike()).isEqualTo(10);
    assertThat(disagreement.apart()).isEqualTo(1);
    assertThat(Objects.requireNonNull(disagreement.worst()).metres()).isBetween(80.0, 80.6);
    assertThat(disagreement.framesInDoubt()).isFalse();
    assertThat(disagreement.inWords())
        .contains(
            "10 of 10 places of two look the same as one of one; 1 of these lie more than 2 m");

    MapDirectory three = new MapDirectory(directory.resolve("three"));
    TestMaps.writePoses(three, nearly, poses(300, 0));
    assertThat(merge(office, one, three).disagreements().getFirst().inWords())
        .contains("frames seem not to be the same")
        .contains("index align");
  }

  private static List<Pose> poses(double shift, double lastFurther) {
    return java.util.stream.IntStream.range(0, 10)
        .mapToObj(i -> new Pose(10 * i + shift + (i == 9 ? lastFurther : 0), 0, 0, 0, 0, 0, 1))
        .toList();
  }

  private static float[] nearly(float[] look) {
    float[] changed = look.clone();
    changed[0] += 0.05f;
    return TestMaps.normalized(changed);
  }

  @Test
  void shouldRefuseToMergeMapsOfDifferentModels() throws IOException {
    MapDirectory one = new MapDirectory(directory.resolve("one"));
    MapDirectory two = new MapDirectory(directory.resolve("two"));
    TestMaps.write(one, TestMaps.randomUnits(1, 5, 16), SearchMethod.EXACT);
    TestMaps.writeOfModel(two, "another-model", TestMaps.randomUnits(2, 5, 16));
    assertThatThrownBy(() -> merge(office, one, two))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("one/1")
        .hasMessageContaining("two/1")
        .hasMessageContaining("another-model");
    assertThat(office.root()).doesNotExist();
  }
}
