package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.ProgressReporter;

/** What is tried before a version is one, and what a failure leaves. */
class MapWriterTest {

  private static final int SIZE = 24;

  /** So few connections that most of a graph cannot be reached. */
  private static final GraphSettings HOPELESS = new GraphSettings(2, 2, List.of(10));

  private static final GraphSettings GOOD = new GraphSettings(16, 100, List.of(10, 100));

  @TempDir Path directory;
  private MapDirectory map;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void buildOneVersion() throws IOException {
    map = new MapDirectory(directory.resolve("office"));
    TestMaps.write(map, TestMaps.randomUnits(1, 5, SIZE), SearchMethod.EXACT);
  }

  private MapManifest write(PlaceSource places, double target, GraphSettings... ladder)
      throws IOException {
    return new MapWriter(
            map,
            new MapWriter.Model("0123abcd", "made of numbers", SIZE),
            new SearchSettings(Optional.of(SearchMethod.HNSW), Quantization.FLOAT32, target, 3),
            List.of(ladder),
            TestMaps.listening(notes))
        .write(
            places,
            new MapContent(
                "map",
                GeoFrame.NONE,
                List.of(new MapManifest.Source("folder:/nowhere", places.size(), List.of())),
                "every frame",
                null,
                List.of()));
  }

  private static PlaceSource places(int count) {
    List<float[]> descriptors = TestMaps.randomUnits(5, count, SIZE);
    List<DescribedPlace> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(
          new DescribedPlace(
              new Place(i, "p" + i, "s", i, new Pose(i, 0, 0, 0, 0, 0, 1)), descriptors.get(i)));
    }
    return PlaceSource.of(places);
  }

  @Test
  void shouldSpendMoreUntilSearchesFindWhatTheyMust() throws IOException {
    MapManifest manifest = write(places(3000), 0.98, HOPELESS, GOOD);
    assertThat(manifest.build().maxConnections()).isEqualTo(GOOD.maxConnections());
    assertThat(manifest.build().beamAtSearch()).isEqualTo(100);
    MapManifest.SelfCheck check = Objects.requireNonNull(manifest.build().selfCheck());
    assertThat(check.recallAt10()).isGreaterThanOrEqualTo(0.98);
    assertThat(check.queries()).isEqualTo(RecallCheck.MOST_QUERIES);
    assertThat(notes).hasSize(1).allMatch(note -> note.contains("spending more"));
    try (PlaceMap open = PlaceMap.open(map.current())) {
      assertThat(RecallCheck.prepare(open, List.of(), 3, ProgressReporter.silent()).run(open, 0.98))
          .isEqualTo(check);
    }
  }

  @Test
  void shouldRefuseAMapWhoseSearchesMissTooMuch() throws IOException {
    assertThatThrownBy(() -> write(places(3000), 0.98, HOPELESS))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(map.root().toString())
        .hasMessageContaining("98.0% must be found")
        .hasMessageContaining("--search exact")
        .hasMessageContaining("--recall");
    assertOnlyVersionOne();
  }

  @Test
  void shouldLeaveNothingWhenTheDiskIsFull() throws IOException {
    PlaceSource full =
        new PlaceSource() {
          private final PlaceSource places = places(50);
          private int reads;

          @Override
          public int size() {
            return places.size();
          }

          @Override
          public DescribedPlace get(int index) throws IOException {
            if (++reads > 75) {
              throw new IOException("No space left on device");
            }
            return places.get(index);
          }
        };
    assertThatThrownBy(() -> write(full, 0.98, GOOD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertOnlyVersionOne();
  }

  @Test
  void shouldRefuseDescriptorsThatCannotBeFound() throws IOException {
    for (float[] bad :
        List.of(
            new float[SIZE],
            new float[SIZE - 1],
            Stream.of(TestMaps.randomUnits(1, 1, SIZE).getFirst())
                .peek(v -> v[3] = Float.NaN)
                .toList()
                .getFirst())) {
      PlaceSource places =
          PlaceSource.of(
              List.of(
                  new DescribedPlace(
                      new Place(0, "p", "s", 0, new Pose(0, 0, 0, 0, 0, 0, 1)), bad)));
      assertThatThrownBy(() -> write(places, 0, GOOD))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("place p has a descriptor");
    }
    assertOnlyVersionOne();
  }

  private void assertOnlyVersionOne() throws IOException {
    try (Stream<Path> files = Files.list(map.root())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".building"))
          .doesNotContain("2");
    }
    PlaceMap.open(map.current()).close();
    assertThat(MapManifest.read(map.current()).version()).isEqualTo("1");
  }
}
