package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;

class PlaceMapTest {

  @TempDir Path directory;

  @Test
  void shouldFindTheTrueNeighboursWhenSearchedExactly() throws IOException {
    List<float[]> descriptors = TestMaps.randomUnits(1, 500, 64);
    try (PlaceMap map = TestMaps.open(directory, descriptors, SearchMethod.EXACT)) {
      for (float[] query : TestMaps.randomUnits(2, 20, 64)) {
        assertThat(indices(map.search(query, 10))).isEqualTo(nearest(descriptors, query, 10));
      }
    }
  }

  @Test
  void shouldFindNearlyAllNeighboursWithAGraph() throws IOException {
    int size = 64;
    List<float[]> descriptors = TestMaps.randomUnits(3, 4000, size);
    List<float[]> queries = TestMaps.randomUnits(4, 100, size);
    try (PlaceMap map = TestMaps.open(directory.resolve("graph"), descriptors, SearchMethod.HNSW)) {
      int found = 0;
      for (float[] query : queries) {
        Set<Integer> truth = new HashSet<>(nearest(descriptors, query, 10));
        List<Integer> got = indices(map.search(query, 10));
        assertThat(got).hasSize(10).doesNotHaveDuplicates();
        found += (int) got.stream().filter(truth::contains).count();
      }
      assertThat(found / (10.0 * queries.size())).isGreaterThanOrEqualTo(0.95);
    }
    TestMaps.open(directory.resolve("exact"), descriptors, SearchMethod.EXACT).close();
    assertThat(graphBytes(directory.resolve("graph")))
        .isGreaterThan(descriptors.size())
        .isGreaterThan(100 * graphBytes(directory.resolve("exact")));
  }

  @Test
  void shouldHoldMoreThan1024Numbers() throws IOException {
    List<float[]> descriptors = TestMaps.randomUnits(5, 20, 4096);
    for (SearchMethod method : SearchMethod.values()) {
      try (PlaceMap map = TestMaps.open(directory, descriptors, method)) {
        assertThat(map.search(descriptors.get(7), 1).getFirst().place().id()).isEqualTo("p7");
        assertThat(map.distances(descriptors.get(7))[7]).isZero();
      }
    }
  }

  @Test
  void shouldListPlacesAtEqualDistanceInTheMapsOrder() throws IOException {
    float[] same = TestMaps.randomUnit(new Random(6), 16);
    List<float[]> descriptors = new ArrayList<>(Collections.nCopies(30, same));
    descriptors.set(11, TestMaps.randomUnit(new Random(7), 16));
    try (PlaceMap map = TestMaps.open(directory, descriptors, SearchMethod.EXACT)) {
      assertThat(indices(map.search(same, 12)))
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12);
      assertThat(indices(map.search(same, 1))).containsExactly(0);
    }
  }

  @Test
  void shouldTellPlacesApartThatLucenesScoresCannot() throws IOException {
    float[] own = TestMaps.randomUnit(new Random(8), 16);
    List<float[]> descriptors = new ArrayList<>();
    for (int i = 40; i >= 0; i--) {
      float[] near = own.clone();
      near[i % 16] += 2e-6f * i;
      descriptors.add(near);
    }
    for (SearchMethod method : SearchMethod.values()) {
      try (PlaceMap map = TestMaps.open(directory, descriptors, method)) {
        Match best = map.search(own, 1).getFirst();
        assertThat(best.place().index()).as(method.name()).isEqualTo(40);
        assertThat(best.distance()).isZero();
      }
    }
  }

  @Test
  void shouldAnswerWithAllPlacesOfASmallMap() throws IOException {
    List<float[]> descriptors = TestMaps.randomUnits(9, 3, 16);
    for (SearchMethod method : SearchMethod.values()) {
      try (PlaceMap map = TestMaps.open(directory, descriptors, method)) {
        assertThat(map.search(descriptors.getFirst(), Integer.MAX_VALUE)).hasSize(3);
      }
    }
  }

  @Test
  void shouldRefuseQueriesThatAreNoDescriptors() throws IOException {
    List<float[]> descriptors = TestMaps.randomUnits(10, 3, 16);
    try (PlaceMap map = TestMaps.open(directory, descriptors, SearchMethod.EXACT)) {
      float[] nan = descriptors.getFirst().clone();
      nan[3] = Float.NaN;
      float[] infinite = descriptors.getFirst().clone();
      infinite[3] = Float.POSITIVE_INFINITY;
      float[] twice = descriptors.getFirst().clone();
      for (int i = 0; i < twice.length; i++) {
        twice[i] *= 2;
      }
      float[] shorter = TestMaps.randomUnit(new Random(11), 15);
      for (float[] bad : List.of(nan, infinite, twice, shorter, new float[16], new float[0])) {
        assertThatThrownBy(() -> map.search(bad, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map.distances(bad)).isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> map.search(nan, 1)).hasMessageContaining("number 3 is NaN");
      assertThatThrownBy(() -> map.search(shorter, 1)).hasMessageContaining("15 numbers");
      assertThatThrownBy(() -> map.search(descriptors.getFirst(), 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldNameBothModelsWhenTheyDiffer() throws IOException {
    try (PlaceMap map =
        TestMaps.open(directory, TestMaps.randomUnits(12, 3, 16), SearchMethod.EXACT)) {
      map.requireModel("0123abcd", "whatever its name");
      assertThatThrownBy(() -> map.requireModel("4567ef", "another"))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("0123abcd")
          .hasMessageContaining("made of numbers")
          .hasMessageContaining("4567ef")
          .hasMessageContaining("another")
          .hasMessageContaining("waymark index build");
    }
  }

  @Test
  void shouldCloseTwice() throws IOException {
    PlaceMap map = TestMaps.open(directory, TestMaps.randomUnits(13, 3, 16), SearchMethod.EXACT);
    map.close();
    map.close();
  }

  @Test
  void shouldGoOnWhenItsFilesAreRemoved() throws IOException {
    List<float[]> descriptors = TestMaps.randomUnits(14, 3, 16);
    try (PlaceMap map = TestMaps.open(directory, descriptors, SearchMethod.EXACT)) {
      MapDirectory.deleteRecursively(new MapDirectory(directory).current());
      assertThat(indices(map.search(descriptors.get(1), 1))).containsExactly(1);
    }
  }

  @Test
  void shouldSearchExactlyAsLongAsThatIsFast() {
    assertThat(SearchMethod.suiting(19_531, 512)).isEqualTo(SearchMethod.EXACT);
    assertThat(SearchMethod.suiting(19_532, 512)).isEqualTo(SearchMethod.HNSW);
  }

  private static long graphBytes(Path map) throws IOException {
    try (var files = Files.list(new MapDirectory(map).current().resolve("lucene"))) {
      Path graph =
          files.filter(f -> f.getFileName().toString().endsWith(".vex")).findFirst().orElseThrow();
      return Files.size(graph);
    }
  }

  private static List<Integer> indices(List<Match> matches) {
    return matches.stream().map(m -> m.place().index()).collect(Collectors.toList());
  }

  private static List<Integer> nearest(List<float[]> descriptors, float[] query, int k) {
    float[] distances = new float[descriptors.size()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Descriptors.distance(query, descriptors.get(i));
    }
    return IntStream.range(0, distances.length)
        .boxed()
        .sorted((a, b) -> Float.compare(distances[a], distances[b]))
        .limit(k)
        .toList();
  }
}
