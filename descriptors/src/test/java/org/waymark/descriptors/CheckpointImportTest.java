package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.checkpoint.Checkpoint;
import org.waymark.descriptors.checkpoint.TorchWriter;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;
import org.waymark.descriptors.whitening.Whitening;

class CheckpointImportTest {

  private static final InputSpec INPUT = InputSpec.imageNet(64, 96);
  private static final Pooling GEM = new Pooling.Gem();
  private static final ModelBundle MODEL = ModelBundle.untrained(4, INPUT);
  private static final Whitening WHITENING =
      new Whitening(Tensor.filled(List.of(8, 512), 0.5f), Tensor.filled(List.of(8), 1));

  @TempDir Path folder;

  @Test
  void shouldComeBackFromBothFormsWithWhitening() {
    ModelBundle whitened = MODEL.whitened(WHITENING, "map");
    for (ModelExport.Form form : ModelExport.Form.values()) {
      Path file = folder.resolve("w." + form);
      ModelExport.write(whitened, form, file);

      ModelBundle imported = read(file).model(Backbone.RESNET18, GEM, INPUT, "training");

      assertThat(imported.id()).as(form.name()).isEqualTo(whitened.id());
      assertThat(imported.spec().whitening()).isEqualTo(new WhiteningSpec(512, "training"));
      assertThat(imported.spec().provenance().text()).contains("imported from w." + form);
      assertThat(imported.spec().provenance().training()).containsKey("checkpointSha256");
      assertThat(folder.resolve("w." + form + ".partial")).doesNotExist();
    }
  }

  @Test
  void shouldSayWhichNetworkWouldFit() {
    Path file = folder.resolve("r18.pth");
    ModelExport.write(MODEL, ModelExport.Form.PTH, file);

    assertThat(read(file).networkFound()).contains("--backbone resnet18 --pool GeM");
    assertThatThrownBy(() -> read(file).model(Backbone.RESNET50, GEM, INPUT, ""))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("not of resnet50 GeM")
        .hasMessageContaining("import it with --backbone resnet18 --pool GeM");
    assertThatThrownBy(() -> read(file).model(Backbone.RESNET18, new Pooling.Average(), INPUT, ""))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("--pool GeM");
  }

  @Test
  void shouldTellTwoPoolingsWithoutParametersByWhatWasAsked() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(MODEL.weights().tensors());
    tensors.remove(Pooling.Gem.POWER);
    Path file = write(tensors);

    assertThat(
            read(file).model(Backbone.RESNET18, new Pooling.Average(), INPUT, "").spec().pooling())
        .isEqualTo("avg");
    assertThatThrownBy(() -> read(file).model(Backbone.RESNET34, new Pooling.Average(), INPUT, ""))
        .hasMessageContaining("--backbone resnet18 --pool avg");
  }

  @Test
  void shouldNameEveryKeyThatIsMissingLeftOverOrOfAnotherShape() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(MODEL.weights().tensors());
    tensors.remove("backbone.4.0.conv1.weight");
    tensors.put("fc.weight", Tensor.filled(List.of(10, 512), 0));
    tensors.put("backbone.0.weight", Tensor.filled(List.of(64, 1, 7, 7), 0));
    Path file = write(tensors);

    assertThat(read(file).networkFound()).isEmpty();
    assertThatThrownBy(() -> read(file).model(Backbone.RESNET18, GEM, INPUT, ""))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("missing: backbone.4.0.conv1.weight")
        .hasMessageContaining("not part of this network: fc.weight")
        .hasMessageContaining("backbone.0.weight is [64, 1, 7, 7] instead of [64, 3, 7, 7]");
  }

  @Test
  void shouldRefuseWeightsOfAFailedTraining() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(MODEL.weights().tensors());
    tensors.put(Pooling.Gem.POWER, Tensor.filled(List.of(1), Float.NaN));
    Path file = write(tensors);

    assertThatThrownBy(() -> read(file).model(Backbone.RESNET18, GEM, INPUT, ""))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("pool.p holds NaN");
  }

  @Test
  void shouldKnowAWhiteningLayerAlone() throws IOException {
    Path file = write(WHITENING.layerWeights().tensors());

    Whitening layer = read(file).whitening().orElseThrow();
    assertThat(layer.weight().shape()).isEqualTo(WHITENING.weight().shape());
    assertThat(layer.weight().values()).isEqualTo(WHITENING.weight().values());
    assertThat(layer.bias().values()).isEqualTo(WHITENING.bias().values());
    assertThatThrownBy(() -> read(file).model(Backbone.RESNET18, GEM, INPUT, ""))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("--whitening");
  }

  @Test
  void shouldTakeNetVladsClustersFromTheWeights() throws IOException {
    Network network = new Network(Backbone.VGG16, new Pooling.NetVlad(4));
    SequencedMap<String, Tensor> tensors =
        new LinkedHashMap<>(ModelBundle.untrained(network, 1, INPUT).weights().tensors());
    tensors.remove(Pooling.NetVlad.ASSIGNMENT_BIAS);
    Path file = write(tensors);

    ModelBundle model = read(file).model(Backbone.VGG16, Pooling.named("netvlad"), INPUT, "");

    assertThat(model.spec().descriptorSize()).isEqualTo(4 * 512);
  }

  @Test
  void shouldRefuseAWhiteningLayerThatGivesMoreThanItTakes() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("WPCA.0.weight", Tensor.filled(List.of(9, 8), 0.5f));
    tensors.put("WPCA.0.bias", Tensor.filled(List.of(9), 1));
    Path file = write(tensors);

    assertThatThrownBy(() -> read(file).whitening())
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("WPCA.0.weight of [9, 8]");
  }

  @Test
  void shouldTakeAwayModuleWhereverItStands() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    MODEL.weights().tensors().forEach((name, tensor) -> tensors.put("module." + name, tensor));
    Path file = folder.resolve("parallel.pth");
    try (var out = Files.newOutputStream(file)) {
      TorchWriter.write(new Weights(tensors), WHITENING.layerWeights(), 8, out);
    }

    assertThat(read(file).model(Backbone.RESNET18, GEM, INPUT, "map").id())
        .isEqualTo(MODEL.whitened(WHITENING, "map").id());
  }

  private Path write(SequencedMap<String, Tensor> tensors) throws IOException {
    Path file = Files.createTempFile(folder, "c", ".pth");
    try (var out = Files.newOutputStream(file)) {
      TorchWriter.write(new Weights(tensors), new Weights(new LinkedHashMap<>()), 0, out);
    }
    return file;
  }

  private static CheckpointImport read(Path file) {
    return new CheckpointImport(file, (Checkpoint.Parameters) Checkpoint.read(file));
  }
}
