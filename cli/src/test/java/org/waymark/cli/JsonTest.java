package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.waymark.core.metric.Percentiles;

class JsonTest {

  @Test
  void shouldWriteNullWhereThereIsNoNumber() {
    ObjectNode node = Json.object();
    Json.put(node, "nan", Double.NaN);
    Json.put(node, "infinite", Double.NEGATIVE_INFINITY);
    Json.put(node, "number", 0.5);
    Json.putPercentile(node, "none", new Percentiles(List.of()), Map.of("median", 50.0));
    assertThat(node.toString())
        .isEqualTo("{\"nan\":null,\"infinite\":null,\"number\":0.5,\"none\":{\"median\":null}}");
  }
}
