package org.waymark.descriptors.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

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

  /** Digests of torchvision's own lists; see src/test/python/goldens.py. */
  @ParameterizedTest
  @EnumSource
  void shouldHaveExactlyTorchvisionsParameters(Backbone backbone) throws IOException {
    StringBuilder text = new StringBuilder();
    long numbers = 0;
    for (var entry : backbone.layer().parameterShapes().entrySet()) {
      text.append(entry.getKey());
      entry.getValue().forEach(side -> text.append(' ').append(side));
      text.append('\n');
      numbers += Tensor.count(entry.getValue());
    }
    String digest = Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));

    assertThat(Goldens.lines("parameters.txt"))
        .contains("%s %d %s".formatted(backbone.id(), numbers, digest));
  }

  @ParameterizedTest
  @CsvSource({
    "resnet50, 2, backbone.6.0.conv1.weight",
    "resnet50, 8, backbone.0.weight",
    "resnet50, 99, backbone.0.weight",
    "vgg16, 1, backbone.26.weight",
    "densenet161, 2, backbone.denseblock3.denselayer1.norm1.weight",
    "mobilenet_v2, 1, backbone.18.0.weight"
  })
  void shouldFreezeAllButTheLastChildren(String name, int lastLayers, String firstThatLearns) {
    Backbone backbone = Backbone.named(name);
    List<String> all = List.copyOf(backbone.layer().parameterShapes().keySet());

    assertThat(backbone.frozenParameters(lastLayers))
        .containsExactlyElementsOf(all.subList(0, all.indexOf(firstThatLearns)));
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, GeM, 512",
    "ResNext, AVG, 2048",
    "densenet121, max, 1024",
    "vgg16, NetVLAD, 32768",
    "vgg16, netvlad, 8192"
  })
  void shouldBeFoundByItsNames(String backbone, String pooling, int descriptorSize) {
    Network network = Network.named(backbone, pooling, descriptorSize);

    assertThat(network.descriptorSize()).isEqualTo(descriptorSize);
    assertThat(Network.named(network.backbone().id(), network.pooling().id(), descriptorSize))
        .isEqualTo(network);
  }

  @Test
  void shouldTakeANetVladWithoutABias() {
    Network network = new Network(Backbone.MOBILENET_V2, new Pooling.NetVlad(3));
    Weights weights = CheapWeights.of(network, 1);
    LinkedHashMap<String, Tensor> unbiased = new LinkedHashMap<>(weights.tensors());
    unbiased.remove(Pooling.NetVlad.ASSIGNMENT_BIAS);
    Weights checkpoint = new Weights(unbiased);

    assertThat(Pooling.named("netvlad").fittedTo(checkpoint)).isEqualTo(network.pooling());
    assertThat(
            network
                .complete(checkpoint, "a checkpoint")
                .get(Pooling.NetVlad.ASSIGNMENT_BIAS)
                .values())
        .containsExactly(0, 0, 0);
  }

  @Test
  void shouldNameTheKnownNetworksWhenAskedForAnother() {
    assertThatThrownBy(() -> Backbone.named("resnet9000"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("resnet9000")
        .hasMessageContaining("resnet18, resnet18_conv4, resnet34");
  }

  /** Every untrained model of every user rests on this number: it may not change. */
  @Test
  void shouldDrawTheSameWeightsForTheSameSeedForEver() throws IOException {
    Network network = new Network(Backbone.RESNET18, new Pooling.Gem());

    assertThat(Digests.sha256(out -> SafetensorsWriter.write(SeededWeights.of(network, 0), out)))
        .isEqualTo("d52361f9adbee4c05e719f8e6fb827dfa3a3fcf20b7bb92a1e87c89c4c97ad06");
  }
}
