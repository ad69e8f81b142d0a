package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.geometry.Pose;
import org.waymark.indexer.search.PlaceFilter;
import org.waymark.indexer.search.SearchRequest;
import org.waymark.indexer.search.Seed;

class SeededSearchTest {

  private static final int QUERIES = 200;
  private static final int K = 10;
  private static final Streets STREETS = new Streets(8);

  @TempDir static Path directory;
  private static PlaceMap map;

  @BeforeAll
  static void open() throws IOException {
    map = STREETS.open(directory, SearchMethod.HNSW, Quantization.FLOAT32);
  }

  @AfterAll
  static void close() {
    map.close();
  }

  @Test
  void shouldFindNearlyEverythingWhenThePredictionIsWithin5Metres() {
    // 2.5 degrees of a circle of 100 m are 4.4 m.
    assertThat(recall(12, degrees -> Seed.at(Streets.pose(degrees + 2.5))))
        .isGreaterThanOrEqualTo(0.999);
  }

  @Test
  void shouldFindAsMuchWhenThePredictionIsWrong() {
    double without = recall(40, null);
    assertThat(recall(40, degrees -> Seed.at(Streets.pose(degrees + 180))))
        .as("of the other side")
        .isGreaterThanOrEqualTo(without - 1e-3);
    Pose nowhere = new Pose(1e6, 0, 0, 0, 0, 0, 1);
    assertThat(recall(40, degrees -> Seed.at(nowhere))).as("where no place is").isEqualTo(without);
  }

  @Test
  void shouldBeginWithinTheFilterAndOutsideOfIt() {
    PlaceFilter winter = new PlaceFilter.Tag("season", "winter");
    float[] query = Streets.descriptor(77, 0.15, new Random(6));
    List<Integer> truth = STREETS.nearest(query, K, p -> p.session().matches("round-\\d*[02468]"));
    for (double seed : new double[] {77, 200}) {
      assertThat(
              map.search(
                      query,
                      SearchRequest.nearest(K).within(winter).from(Seed.at(Streets.pose(seed))))
                  .matches())
          .extracting(m -> m.place().index())
          .isEqualTo(truth);
    }
  }

  @Test
  void shouldRefuseARadiusThatIsNone() {
    for (double radius : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Seed(Pose.IDENTITY, radius))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static double recall(
      int beam, @org.jspecify.annotations.Nullable Function<Double, Seed> seed) {
    Random random = new Random(5);
    int found = 0;
    for (int i = 0; i < QUERIES; i++) {
      double degrees = 360 * random.nextDouble();
      float[] query = Streets.descriptor(degrees, 0.15, random);
      SearchRequest request = SearchRequest.nearest(K).withBeam(beam);
      if (seed != null) {
        request = request.from(seed.apply(degrees));
      }
      List<Integer> indexes = new ArrayList<>();
      map.search(query, request).matches().forEach(m -> indexes.add(m.place().index()));
      indexes.retainAll(STREETS.nearest(query, K, p -> true));
      found += indexes.size();
    }
    return found / (double) (QUERIES * K);
  }
}
