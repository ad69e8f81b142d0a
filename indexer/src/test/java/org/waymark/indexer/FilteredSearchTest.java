package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.indexer.search.PlaceFilter;
import org.waymark.indexer.search.SearchRequest;

class FilteredSearchTest {

  private static final Streets STREETS = new Streets(6);

  @TempDir static Path directory;
  private static PlaceMap exact;
  private static PlaceMap graph;

  @BeforeAll
  static void open() throws IOException {
    exact = STREETS.open(directory.resolve("exact"), SearchMethod.EXACT, Quantization.FLOAT32);
    graph = STREETS.open(directory.resolve("graph"), SearchMethod.HNSW, Quantization.FLOAT32);
  }

  @AfterAll
  static void close() {
    exact.close();
    graph.close();
  }

  /** Each filter beside what it means, written down independently. */
  private static Map<PlaceFilter, Predicate<Place>> filters() {
    Map<PlaceFilter, Predicate<Place>> all = new LinkedHashMap<>();
    all.put(PlaceFilter.everything(), p -> true);
    all.put(
        new PlaceFilter.Box(20, -50, 99, 50),
        p -> p.pose().x() >= 20 && p.pose().x() <= 99 && Math.abs(p.pose().y()) <= 50);
    all.put(
        new PlaceFilter.Circle(100, 0, 30.01),
        p -> Math.hypot(p.pose().x() - 100, p.pose().y()) <= 30.01);
    all.put(
        new PlaceFilter.GeoBox(52.05, 179, 52.3, -179),
        p -> between(p.position().orElseThrow().latitude(), 52.05, 52.3));
    all.put(
        new PlaceFilter.GeoBox(52, 179, 52.3, 180),
        p -> p.position().orElseThrow().longitude() > 0);
    // A thousandth of a degree of latitude is 111 m.
    all.put(
        new PlaceFilter.GeoCircle(52.01, 179.9, 1_160),
        p ->
            p.position().orElseThrow().longitude() > 0
                && between(p.position().orElseThrow().latitude(), 52, 52.02));
    all.put(
        new PlaceFilter.Sessions(Set.of("round-1", "round-4")),
        p -> Set.of("round-1", "round-4").contains(p.session()));
    all.put(new PlaceFilter.Cameras(Set.of("rear")), p -> p.camera().equals("rear"));
    all.put(new PlaceFilter.Tag("season", "winter"), p -> winter(p));
    all.put(PlaceFilter.Heading.around(0, 20.5), p -> headingWithin(p, 0, 20.5));
    all.put(PlaceFilter.Heading.around(-710, 20.5), p -> headingWithin(p, 10, 20.5));
    all.put(PlaceFilter.Heading.aroundCompass(0, 30.5), p -> headingWithin(p, 90, 30.5));
    all.put(new PlaceFilter.Heading(10.5, 370.5), p -> true);
    all.put(new PlaceFilter.TimeOfYear(360, 5), p -> dayOfYear(p) >= 360 || dayOfYear(p) <= 5);
    all.put(new PlaceFilter.TimeOfYear(200, 210), p -> between(dayOfYear(p), 200, 210));
    long middle = STREETS.places().get(1000).place().stampNanos();
    all.put(new PlaceFilter.Time(0, middle), p -> p.stampNanos() <= middle);
    all.put(
        new PlaceFilter.Tag("season", "winter").and(new PlaceFilter.Circle(100, 0, 50)),
        p -> winter(p) && Math.hypot(p.pose().x() - 100, p.pose().y()) <= 50);
    all.put(
        new PlaceFilter.Tag("part", "p3").or(new PlaceFilter.Tag("part", "p5")),
        p -> Set.of("p3", "p5").contains(p.tags().get("part")));
    all.put(new PlaceFilter.Tag("season", "winter").not(), p -> !winter(p));
    all.put(PlaceFilter.everything().not(), p -> false);
    all.put(new PlaceFilter.Any(List.of()), p -> false);
    return all;
  }

  @Test
  void shouldFindTheNearestOfThePlacesThatPass() {
    Random random = new Random(2);
    for (var filter : filters().entrySet()) {
      for (double degrees : new double[] {0, 91, 200, 359}) {
        float[] query = Streets.descriptor(degrees, 0.15, random);
        List<Integer> truth = STREETS.nearest(query, 10, filter.getValue());
        for (PlaceMap map : List.of(exact, graph)) {
          SearchResult result =
              map.search(query, SearchRequest.nearest(10).within(filter.getKey()));
          assertThat(result.matches())
              .as("%s at %s in %s", filter.getKey(), degrees, map.manifest().name())
              .extracting(m -> m.place().index())
              .isEqualTo(truth);
        }
      }
    }
  }

  @Test
  void shouldTellWhereACameraLooks() {
    assertThat(PlaceFormat.headingDegrees(Streets.pose(30)).orElseThrow())
        .isCloseTo(120, within(1e-9));
    assertThat(PlaceFormat.headingDegrees(Streets.pose(-91)).orElseThrow())
        .isCloseTo(359, within(1e-9));
    assertThat(PlaceFormat.headingDegrees(Pose.IDENTITY)).as("straight up").isEmpty();
  }

  @Test
  void shouldNameWhatThereIsInsteadOfWhatIsNot() {
    assertRefused(
        new PlaceFilter.Tag("season", "autumn"), "autumn", "season=summer", "season=winter");
    assertRefused(
        new PlaceFilter.Tag("weather", "rain"), "weather=rain", "part=p0", "season=summer");
    assertRefused(
        new PlaceFilter.Sessions(Set.of("round-9")), "session 'round-9'", "round-0", "round-5");
    assertRefused(new PlaceFilter.Cameras(Set.of("side")), "camera 'side'", "front, rear");
    assertRefused(
        new PlaceFilter.Box(0, 0, 1, 1).and(new PlaceFilter.Tag("season", "x").not()), "season=x");
  }

  @Test
  void shouldRefuseFiltersThatMeanNothing() {
    assertThatThrownBy(() -> new PlaceFilter.Box(1, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlaceFilter.Box(Double.NaN, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlaceFilter.Circle(0, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlaceFilter.GeoBox(0, 0, 91, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlaceFilter.GeoCircle(0, 0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlaceFilter.Heading(10, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlaceFilter.TimeOfYear(0, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PlaceFilter.Time(5, 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SearchRequest.nearest(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldGiveEachPlaceWithAllThatIsKnownOfIt() {
    for (DescribedPlace described : STREETS.places().subList(700, 720)) {
      Match best = exact.search(described.descriptor(), 1).getFirst();
      assertThat(best.place()).isEqualTo(described.place());
      assertThat(best.distance()).isZero();
      assertThat(graph.thumbnail(best.place()).isPresent())
          .isEqualTo(described.thumbnail().isPresent());
      described
          .thumbnail()
          .ifPresent(t -> assertThat(graph.thumbnail(best.place()).orElseThrow()).isEqualTo(t));
    }
    assertThat(exact.thumbnail(STREETS.places().getFirst().place().withIndex(-5))).isEmpty();
  }

  @Test
  void shouldFindThemThroughTheGraphTooWhereManyPass() throws IOException {
    Path version = new MapDirectory(directory.resolve("graph")).current();
    try (Directory files = new MMapDirectory(version.resolve(MapWriter.LUCENE));
        DirectoryReader reader = DirectoryReader.open(files)) {
      DescriptorSearch search =
          new DescriptorSearch(new IndexSearcher(reader), MapManifest.read(version), 0);
      int throughGraph = 0;
      for (var filter : filters().entrySet()) {
        float[] query = Streets.descriptor(40, 0.15, new Random(3));
        List<Integer> truth = STREETS.nearest(query, 60, filter.getValue());
        DescriptorSearch.Found found =
            search.search(query, 60, SearchRequest.nearest(60).within(filter.getKey()));
        Set<Integer> indexes = new HashSet<>();
        for (ScoreDoc hit : found.documents()) {
          NumericDocValues values =
              reader.leaves().getFirst().reader().getNumericDocValues(PlaceFormat.INDEX);
          values.advanceExact(hit.doc);
          indexes.add((int) values.longValue());
        }
        assertThat(indexes).as("%s", filter.getKey()).hasSameSizeAs(truth);
        indexes.retainAll(truth);
        assertThat(indexes.size())
            .as("%s", filter.getKey())
            .isGreaterThanOrEqualTo((int) (0.95 * truth.size()));
        long passing =
            STREETS.places().stream().filter(d -> filter.getValue().test(d.place())).count();
        throughGraph += found.visited() < passing ? 1 : 0;
      }
      assertThat(throughGraph).as("searches that did not compare all").isGreaterThan(3);
    }
  }

  private static void assertRefused(PlaceFilter filter, String... named) {
    float[] query = STREETS.places().getFirst().descriptor();
    assertThatThrownBy(() -> exact.search(query, SearchRequest.nearest(3).within(filter)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll(named);
  }

  private static boolean winter(Place place) {
    return place.session().matches("round-[024]");
  }

  private static boolean headingWithin(Place place, double degrees, double tolerance) {
    double heading = place.index() % 360 + 90;
    return Math.abs(Math.IEEEremainder(heading - degrees, 360)) <= tolerance;
  }

  private static int dayOfYear(Place place) {
    return Instant.ofEpochSecond(place.stampNanos() / 1_000_000_000L)
        .atZone(ZoneOffset.UTC)
        .getDayOfYear();
  }

  private static boolean between(double value, double from, double to) {
    return value >= from - 1e-9 && value <= to + 1e-9;
  }
}
