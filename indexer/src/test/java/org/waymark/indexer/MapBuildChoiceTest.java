package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.indexer.build.KeyFrameChoice;

/** Which frames become places, and what the places carry. */
class MapBuildChoiceTest {

  private static final int FRAMES = 12;

  private static DescriptorExtractor extractor;

  @TempDir Path directory;
  private GeneratedScene scene;
  private MapDirectory map;

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
    scene = GeneratedScene.write(directory.resolve("scene"), 2, FRAMES / 2);
    map = new MapDirectory(directory.resolve("maps/office"));
  }

  private static MapBuilder.Options options(
      KeyFrameChoice keyFrames, Map<String, String> tags, OptionalInt thumbnails, String zone) {
    return new MapBuilder.Options(
        "map", false, false, keyFrames, tags, thumbnails, zone, SearchSettings.DEFAULT);
  }

  private MapManifest build(MapBuilder.Options options, ProgressReporter reporter, Dataset... d) {
    return new MapBuilder(extractor, options).build(List.of(d), map, reporter);
  }

  private MapManifest build(MapBuilder.Options options, Dataset... datasets) {
    return build(options, ProgressReporter.silent(), datasets);
  }

  @Test
  void shouldTakeKeyFramesOfEachSequenceCountTheRestAndFindTheFramesAgain() {
    KeyFrameChoice everyThreeMetres =
        new KeyFrameChoice(
            OptionalDouble.of(3),
            OptionalDouble.empty(),
            OptionalDouble.of(Double.POSITIVE_INFINITY),
            false);
    MapManifest manifest =
        build(options(everyThreeMetres, Map.of(), OptionalInt.empty(), ""), scene.open());
    MapManifest.Source source = manifest.sources().getFirst();
    assertThat(manifest.places()).isEqualTo(4);
    assertThat(source.frames()).isEqualTo(FRAMES);
    assertThat(source.betweenKeyFrames()).isEqualTo(FRAMES - 4);
    assertThat(manifest.build().keyFrames()).isEqualTo("after 3 m, or 15 degrees");
    MapManifest.SelfCheck check = Objects.requireNonNull(manifest.build().selfCheck());
    assertThat(check.recallAt10()).isEqualTo(1);
    assertThat(check.method()).startsWith("8 frames that are no places");
    try (PlaceMap open = PlaceMap.open(map.current())) {
      MapFrames frames = MapFrames.of(open);
      assertThat(frames.ids())
          .containsExactly(
              "seq-01/frame-000000",
              "seq-01/frame-000003",
              "seq-02/frame-000000",
              "seq-02/frame-000003");
      assertThat(frames.frames().id(3)).isEqualTo("seq-02/frame-000003");
    }
  }

  @Test
  void shouldLeaveOutRepeatedPicturesAndSayWhenTheyLieElsewhere() throws IOException {
    Files.copy(scene.file(1, 0, "color.jpg"), directory.resolve("first.jpg"));
    for (int frame : new int[] {3, 5}) {
      Files.write(
          scene.file(2, frame, "color.jpg"), Files.readAllBytes(directory.resolve("first.jpg")));
    }
    List<String> notes = new ArrayList<>();
    MapManifest manifest =
        build(MapBuilder.Options.defaults().keepingAll(), TestMaps.listening(notes), scene.open());
    assertThat(manifest.places()).isEqualTo(FRAMES - 2);
    assertThat(manifest.build().duplicatesDropped()).isEqualTo(2);
    assertThat(manifest.sources().getFirst().copies()).isEqualTo(2);
    assertThat(notes)
        .anyMatch(
            note ->
                note.startsWith("2 places were left out")
                    && note.contains(
                        "seq-02/frame-000003 equals seq-01/frame-000000, 9.00 m away"));
    try (PlaceMap open = PlaceMap.open(map.current())) {
      assertThat(MapFrames.of(open).ids()).doesNotContain("seq-02/frame-000003");
    }
  }

  @Test
  void shouldGiveEachPlaceTheBuildsTagsAndASmallPicture() throws Exception {
    build(
        options(KeyFrameChoice.KEEP_ALL, Map.of("season", "winter"), OptionalInt.of(64), ""),
        scene.open());
    float[] query = extractor.describe(scene.open().frames().findFirst().orElseThrow().image());
    try (PlaceMap open = PlaceMap.open(map.current())) {
      Place place = open.search(query, 1).getFirst().place();
      assertThat(place.tags()).containsEntry("season", "winter");
      assertThat(open.manifest().contents().tags().get("season"))
          .containsEntry("winter", (long) FRAMES);
      byte[] jpeg = open.thumbnail(place).orElseThrow();
      assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(64);
    }
  }

  private Dataset street(String zone, String lastHeading, String lastZone) throws IOException {
    Path csv = scene.file(1, 0, "color.jpg").resolveSibling("frames.csv");
    StringBuilder lines =
        new StringBuilder("path,sequence,stamp_ns,east,north,heading_deg,zone,tag.city\n");
    for (int i = 0; i < 6; i++) {
      lines.append(
          "frame-%06d.color.jpg,street,%d,%d,%d,%s,%s,amman%n"
              .formatted(
                  i,
                  i,
                  777_000 + 10 * i,
                  3_540_123,
                  i == 5 ? lastHeading : "90",
                  i == 5 ? lastZone : zone));
    }
    Files.writeString(csv, lines);
    return Datasets.open("waymark:" + csv);
  }

  @Test
  void shouldBuildGeographicMapsOfPositionsAndHeadings() throws IOException {
    MapManifest manifest = build(MapBuilder.Options.defaults(), street("36N", "90", "36N"));
    assertThat(manifest.geo()).isEqualTo(new GeoFrame("36N", 777_000, 3_540_000));
    assertThat(manifest.extent()).isEqualTo(new MapManifest.Extent(0, 123, 0, 50, 123, 0));
    try (PlaceMap open = PlaceMap.open(map.current())) {
      open.forEach(
          described -> {
            Place place = described.place();
            Vector3d ahead =
                place.pose().transform(new Vector3d(0, 0, 1)).sub(place.pose().position());
            assertThat(ahead.equals(new Vector3d(1, 0, 0), 1e-9)).isTrue();
            GeoPosition position = place.position().orElseThrow();
            assertThat(position.latitude()).isCloseTo(31.966, within(0.01));
            assertThat(position.longitude()).isCloseTo(35.93, within(0.01));
            assertThat(place.tags()).containsOnlyKeys("city");
          });
    }
  }

  @Test
  void shouldMarkPlacesOfUnknownHeadingAndTakeTheZoneThatIsSaid() throws IOException {
    build(
        options(KeyFrameChoice.DEFAULT, Map.of(), OptionalInt.empty(), "36N"), street("", "", ""));
    try (PlaceMap open = PlaceMap.open(map.current())) {
      assertThat(open.manifest().geo().zone()).isEqualTo("36N");
      assertThat(open.manifest().contents().tags().get("heading")).containsEntry("unknown", 1L);
    }
  }

  @Test
  void shouldRefuseToMixPosesAndPositionsAndZones() throws IOException {
    Dataset street = street("36N", "90", "36N");
    assertThatThrownBy(() -> build(MapBuilder.Options.defaults(), scene.open(), street))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("not of both");
    Dataset borderland = street("36N", "90", "35N");
    assertThatThrownBy(() -> build(MapBuilder.Options.defaults(), borderland))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("35N, 36N");
    assertThat(map.root()).doesNotExist();
  }
}
