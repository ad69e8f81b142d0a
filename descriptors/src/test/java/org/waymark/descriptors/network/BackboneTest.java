package org.waymark.descriptors.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;
import org.waymark.descriptors.weights.SafetensorsWriter;

class BackboneTest {

  /** The lists are torchvision's own; see src/test/python/goldens.py. */
  @ParameterizedTest
  @EnumSource(names = {"RESNET18", "RESNET50"})
  void shouldNameAndShapeParametersAsTorchvisionDoes(Backbone network) throws IOException {
    LinkedHashMap<String, List<Integer>> expected = new LinkedHashMap<>();
    for (String line : Goldens.lines(network.id() + ".txt")) {
      String[] fields = line.split(" ", -1);
      expected.put(fields[0], Arrays.stream(fields).skip(1).map(Integer::valueOf).toList());
    }

    assertThat(new ArrayList<>(network.layer().parameterShapes().entrySet()))
        .isEqualTo(new ArrayList<>(expected.entrySet()));
  }

  /** Numbers of convolutions as in the paper's table 1, the classifier left out. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 20, 512",
    "resnet34, 36, 512",
    "resnet50, 53, 2048",
    "resnet101, 104, 2048",
    "resnet152, 155, 2048"
  })
  void shouldHaveTheDepthOfItsName(String name, int convolutions, int channels) {
    Backbone network = Backbone.named(name);

    assertThat(network.layer().leaves().stream().filter(Layer.Convolution.class::isInstance))
        .hasSize(convolutions);
    assertThat(network.channels()).isEqualTo(channels);
  }

  @Test
  void shouldNameTheKnownNetworksWhenAskedForAnother() {
    assertThatThrownBy(() -> Backbone.named("resnet9000"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("resnet9000")
        .hasMessageContaining("resnet18, resnet34");
  }

  /** Every untrained model of every user rests on this number: it may not change. */
  @Test
  void shouldDrawTheSameWeightsForTheSameSeedForEver() throws IOException {
    Network network = new Network(Backbone.RESNET18, new Pooling.Gem());

    assertThat(Digests.sha256(out -> SafetensorsWriter.write(SeededWeights.of(network, 0), out)))
        .isEqualTo("d52361f9adbee4c05e719f8e6fb827dfa3a3fcf20b7bb92a1e87c89c4c97ad06");
  }
}
