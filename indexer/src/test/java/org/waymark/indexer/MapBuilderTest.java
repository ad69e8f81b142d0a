package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

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
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;

class MapBuilderTest {

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

  @Test
  void shouldFindEachOwnFrameFirst() throws Exception {
    MapManifest manifest = build(scene.open());
    assertThat(manifest.places()).isEqualTo(FRAMES);
    assertThat(manifest.name()).isEqualTo("office");
    assertThat(manifest.extent()).isEqualTo(new MapManifest.Extent(0, 0, 0, FRAMES - 1, 0, 0));
    List<DatasetFrame> frames = scene.open().frames().toList();
    try (PlaceMap open = PlaceMap.open(map.current())) {
      for (int i = 0; i < FRAMES; i++) {
        Match best = open.search(extractor.describe(frames.get(i).image()), 1).getFirst();
        assertThat(best.distance()).isLessThan(1e-6f);
        assertThat(best.place())
            .isEqualTo(
                new Place(
                    i,
                    frames.get(i).id(),
                    frames.get(i).sequence(),
                    frames.get(i).stampNanos(),
                    frames.get(i).pose().orElseThrow()));
      }
    }
  }

  @Test
  void shouldGiveTheSameDistancesOneByOneAndAllTogether() throws Exception {
    build(scene.open());
    float[] query = extractor.describe(scene.open().frames().findFirst().orElseThrow().image());
    try (PlaceMap open = PlaceMap.open(map.current())) {
      float[] distances = open.distances(query);
      List<Match> matches = open.search(query, 100);
      assertThat(matches)
          .hasSize(FRAMES)
          .isSortedAccordingTo((a, b) -> Float.compare(a.distance(), b.distance()));
      assertThat(matches).allMatch(m -> m.distance() == distances[m.place().index()]);
      assertThat(distances[1]).isGreaterThan(1e-3f);
    }
  }

  @Test
  void shouldNumberPlacesOfSeveralDataSetsInTheirOrder() throws Exception {
    MapManifest manifest = build(scene.open("seq=seq-02"), scene.open("seq=seq-01"));
    assertThat(manifest.sources()).extracting(MapManifest.Source::places).containsExactly(6L, 6L);
    float[] query =
        extractor.describe(scene.open("seq=seq-01").frames().findFirst().orElseThrow().image());
    try (PlaceMap open = PlaceMap.open(map.current())) {
      Place place = open.search(query, 1).getFirst().place();
      assertThat(place.id()).isEqualTo("seq-01/frame-000000");
      assertThat(place.index()).isEqualTo(6);
    }
  }

  @Test
  void shouldCountVersionsUpAndUseTheNewest() throws Exception {
    for (int i = 1; i <= 3; i++) {
      MapManifest manifest = build(scene.open("seq=seq-01"));
      assertThat(manifest.version()).isEqualTo(Integer.toString(i));
      assertThat(map.current()).isEqualTo(map.version(manifest.version()));
      assertThat(MapManifest.read(map.current())).isEqualTo(manifest);
    }
    assertThat(entries()).containsExactlyInAnyOrder("1", "2", "3", "current");
  }

  @Test
  void shouldGiveVersionsTheUsersOrdinaryPermissions() throws Exception {
    build(scene.open("seq=seq-01"));
    Path ordinary = Files.createDirectory(directory.resolve("ordinary"));
    Path file = Files.createFile(ordinary.resolve("file"));
    assertThat(Files.getPosixFilePermissions(map.current()))
        .isEqualTo(Files.getPosixFilePermissions(ordinary));
    assertThat(Files.getPosixFilePermissions(map.root().resolve("current")))
        .isEqualTo(Files.getPosixFilePermissions(file));
  }

  @Test
  void shouldKeepThePreviousVersionWhenAPictureIsBroken() throws Exception {
    build(scene.open());
    Files.writeString(scene.file(2, 3, "color.jpg"), "no picture");
    assertThatThrownBy(() -> build(scene.open()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("seq-02/frame-000003")
        .hasMessageContaining("--skip-broken")
        .hasMessageContaining("goes on from there");
    assertThat(entries()).containsExactlyInAnyOrder("1", "current", ".spool");
    assertThat(map.current()).isEqualTo(map.version("1"));
  }

  @Test
  void shouldKeepThePreviousVersionWhenAPoseIsMissing() throws Exception {
    build(scene.open());
    Files.delete(scene.file(2, 5, "pose.txt"));
    assertThatThrownBy(() -> build(scene.open()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("seq-02/frame-000005")
        .hasMessageContaining("no pose");
    assertOnlyVersionOne();
  }

  @Test
  void shouldKeepThePreviousVersionWhenCurrentCannotBeReplaced() throws Exception {
    build(scene.open("seq=seq-01"));
    Path current = map.root().resolve("current");
    Files.delete(current);
    Files.createDirectories(current.resolve("in the way"));
    assertThatThrownBy(() -> build(scene.open("seq=seq-01")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(map.root().toString());
    assertThat(entries()).containsExactlyInAnyOrder("1", "current", ".spool");
  }

  private void assertOnlyVersionOne() throws IOException {
    assertThat(entries()).containsExactlyInAnyOrder("1", "current");
    assertThat(map.current()).isEqualTo(map.version("1"));
    PlaceMap.open(map.current()).close();
  }

  @Test
  void shouldLeaveNoDirectoryThatAFailedFirstBuildMade() throws Exception {
    Files.delete(scene.file(1, 0, "pose.txt"));
    assertThatThrownBy(() -> build(scene.open())).isInstanceOf(WaymarkException.class);
    assertThat(directory.resolve("maps")).doesNotExist();
  }

  @Test
  void shouldListTheBrokenPicturesItSkipped() throws Exception {
    Files.writeString(scene.file(1, 2, "color.jpg"), "no picture");
    Files.write(scene.file(2, 0, "color.jpg"), new byte[0]);
    MapManifest manifest =
        new MapBuilder(extractor, MapBuilder.Options.defaults().skippingBroken())
            .build(List.of(scene.open()), map, ProgressReporter.silent());
    assertThat(manifest.places()).isEqualTo(FRAMES - 2);
    assertThat(manifest.sources().getFirst().skipped())
        .containsExactly("seq-01/frame-000002", "seq-02/frame-000000");
    float[] query = extractor.describe(scene.open().frames().toList().getLast().image());
    try (PlaceMap open = PlaceMap.open(map.current())) {
      assertThat(open.search(query, 1).getFirst().place().index()).isEqualTo(FRAMES - 3);
    }
  }

  @Test
  void shouldRefuseADataSetOfBrokenPicturesOnly() throws Exception {
    for (int i = 0; i < FRAMES / 2; i++) {
      Files.writeString(scene.file(1, i, "color.jpg"), "no picture");
    }
    assertThatThrownBy(
            () ->
                new MapBuilder(extractor, MapBuilder.Options.defaults().skippingBroken())
                    .build(List.of(scene.open("seq=seq-01")), map, ProgressReporter.silent()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no frame can be described, first seq-01/frame-000000");
  }

  @Test
  void shouldRefuseAFileInTheMapsPlace() throws Exception {
    Files.createDirectories(map.root().getParent());
    Files.writeString(map.root(), "precious");
    assertThatThrownBy(() -> build(scene.open()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(map.root().toString())
        .hasMessageContaining("--out");
    assertThat(map.root()).hasContent("precious");
  }

  @Test
  void shouldRefuseToBuildIntoAVersion() throws Exception {
    build(scene.open("seq=seq-01"));
    MapDirectory inside = new MapDirectory(map.version("1"));
    assertThatThrownBy(
            () ->
                new MapBuilder(extractor, MapBuilder.Options.defaults())
                    .build(List.of(scene.open("seq=seq-01")), inside, ProgressReporter.silent()))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("never change");
    PlaceMap.open(map.current()).close();
  }

  @Test
  void shouldRefuseADirectoryThatIsNotWritableBeforeTheWork() throws Exception {
    assumeFalse(System.getProperty("user.name").equals("root"), "root writes everywhere");
    Files.createDirectories(map.root());
    assertThat(map.root().toFile().setWritable(false)).isTrue();
    try {
      assertThatThrownBy(() -> build(scene.open()))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("not writable");
    } finally {
      assertThat(map.root().toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void shouldTakeARelativePath() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(directory.resolve("maps/./office/"));
    MapManifest manifest =
        new MapBuilder(extractor, MapBuilder.Options.defaults())
            .build(
                List.of(scene.open("seq=seq-01")),
                new MapDirectory(relative),
                ProgressReporter.silent());
    assertThat(manifest.name()).isEqualTo("office");
    assertThat(MapManifest.read(map.current())).isEqualTo(manifest);
  }

  private MapManifest build(Dataset... datasets) {
    return new MapBuilder(extractor, MapBuilder.Options.defaults())
        .build(List.of(datasets), map, ProgressReporter.silent());
  }

  private List<String> entries() throws IOException {
    try (var files = Files.list(map.root())) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> !name.equals(".lock") && !name.equals(".leases"))
          .toList();
    }
  }
}
