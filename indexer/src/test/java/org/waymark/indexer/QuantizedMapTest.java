package org.waymark.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.indexer.search.SearchRequest;

class QuantizedMapTest {

  private static final int K = 10;
  private static final Streets STREETS = new Streets(6);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"INT8,60,0.99", "BIT,400,0.97"})
  void shouldRankByTheRawDescriptorsAgain(Quantization quantization, int beam, double target)
      throws IOException {
    try (PlaceMap map = STREETS.open(directory, SearchMethod.HNSW, quantization)) {
      assertThat(map.manifest().build().quantization()).isEqualTo(quantization);
      Random random = new Random(7);
      int found = 0;
      for (int i = 0; i < 100; i++) {
        float[] query = Streets.descriptor(360 * random.nextDouble(), 0.15, random);
        List<Integer> indexes = new ArrayList<>();
        for (Match match : map.search(query, SearchRequest.nearest(K).withBeam(beam)).matches()) {
          float[] raw = STREETS.places().get(match.place().index()).descriptor();
          assertThat(match.distance()).isEqualTo(Descriptors.distance(query, raw));
          indexes.add(match.place().index());
        }
        indexes.retainAll(STREETS.nearest(query, K, p -> true));
        found += indexes.size();
      }
      assertThat(found / 1000.0).isGreaterThanOrEqualTo(target);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT8", "BIT"})
  void shouldCompareRawDescriptorsWhenSearchedExactly(Quantization quantization)
      throws IOException {
    try (PlaceMap map = STREETS.open(directory, SearchMethod.EXACT, quantization)) {
      float[] query = Streets.descriptor(123, 0.15, new Random(8));
      assertThat(map.search(query, K))
          .extracting(m -> m.place().index())
          .isEqualTo(STREETS.nearest(query, K, p -> true));
    }
  }
}
