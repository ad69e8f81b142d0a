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

  /** Names as {@code torchvision.models.resnet18().state_dict()} has them. */
  @Test
  void shouldTakeTorchvisionsOwnNames() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    MODEL.weights().tensors().forEach((name, tensor) -> tensors.put(torchvision(name), tensor));
    tensors.remove("pool.p");
    tensors.put("fc.weight", Tensor.filled(List.of(10, 512), 0));
    tensors.put("fc.bias", Tensor.filled(List.of(10), 0));
    Path file = write(tensors);

    assertThat(tensors).containsKeys("conv1.weight", "bn1.bias", "layer4.1.bn2.running_var");
    assertThat(read(file).networkFound()).contains("--backbone resnet18 --pool GeM");
    ModelBundle model = read(file).model(Backbone.RESNET18, GEM, INPUT, "");
    assertThat(model.weights().get(Pooling.Gem.POWER).values()).containsExactly(3f);
    assertThat(model.weights().get("backbone.7.1.bn2.running_var").values())
        .isEqualTo(MODEL.weights().get("backbone.7.1.bn2.running_var").values());
  }

  private static String torchvision(String name) {
    return name.replaceFirst("^backbone\\.0", "conv1")
        .replaceFirst("^backbone\\.1", "bn1")
        .replaceFirst("^backbone\\.4", "layer1")
        .replaceFirst("^backbone\\.5", "layer2")
        .replaceFirst("^backbone\\.6", "layer3")
        .replaceFirst("^backbone\\.7", "layer4");
  }

  @Test
  void shouldTakeFeaturesAndTheOldNamesOfDenseNets() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    Tensor one = Tensor.filled(List.of(1), 1);
    tensors.put("features.conv0.weight", one);
    tensors.put("features.denseblock1.denselayer12.norm.1.weight", one);
    tensors.put("features.denseblock1.denselayer12.conv2.weight", one);
    tensors.put("classifier.weight", one);

    assertThat(TorchvisionNames.adapted(new Weights(tensors)).orElseThrow().tensors().keySet())
        .containsExactly(
            "backbone.conv0.weight",
            "backbone.denseblock1.denselayer12.norm1.weight",
            "backbone.denseblock1.denselayer12.conv2.weight");
    tensors.put("pool.p", one);
    assertThat(TorchvisionNames.adapted(new Weights(tensors))).isEmpty();
  }

  @Test
  void shouldExportANetVladWithoutABiasAsItCame() throws IOException {
    Network network = new Network(Backbone.RESNET18, new Pooling.NetVlad(4));
    SequencedMap<String, Tensor> tensors =
        new LinkedHashMap<>(ModelBundle.untrained(network, 1, INPUT).weights().tensors());
    tensors.remove(Pooling.NetVlad.ASSIGNMENT_BIAS);
    ModelBundle model =
        read(write(tensors)).model(Backbone.RESNET18, Pooling.named("netvlad"), INPUT, "");
    Path saved = folder.resolve("netvlad");
    model.save(saved);
    Path exported = folder.resolve("netvlad.pth");

    ModelExport.write(ModelBundle.load(saved), ModelExport.Form.PTH, exported);

    assertThat(read(exported).checkpoint().weights().tensors().keySet())
        .isEqualTo(tensors.keySet());
    assertThat(read(exported).model(Backbone.RESNET18, Pooling.named("netvlad"), INPUT, "").id())
        .isEqualTo(model.id());
  }

  @Test
  void shouldRecordTheWhiteningFileAndBlameIt() throws IOException {
    Path file = write(WHITENING.layerWeights().tensors());
    Provenance story = read(file).whiten(MODEL, "map").spec().provenance();
    assertThat(story.text()).isEqualTo(MODEL.spec().provenance().text());
    assertThat(story.training())
        .containsEntry("whiteningFile", file.getFileName().toString())
        .containsKey("whiteningSha256");

    SequencedMap<String, Tensor> broken = new LinkedHashMap<>(WHITENING.layerWeights().tensors());
    broken.put("WPCA.0.bias", Tensor.filled(List.of(8), Float.NaN));
    Path bad = write(broken);
    assertThatThrownBy(() -> read(bad).whiten(MODEL, "map"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll(bad.toString(), "WPCA.0.bias holds NaN");
  }

  @Test
  void shouldSayWhyAFileIsNotReadOrWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("plain"), "x");

    assertThatThrownBy(() -> Checkpoint.read(file.resolve("below.pth")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("cannot be read: Not a directory");
    assertThatThrownBy(() -> ModelExport.write(MODEL, ModelExport.Form.PTH, folder))
        .hasMessageContaining("is a folder; name a file in it");
    assertThatThrownBy(
            () -> ModelExport.write(MODEL, ModelExport.Form.PTH, folder.resolve("no/a.pth")))
        .hasMessageContaining("there is no file or folder")
        .hasMessageNotContaining("Exception");
    assertThatThrownBy(() -> MODEL.save(file))
        .hasMessageContaining("is there already")
        .hasMessageNotContaining("Exception");
    assertThatThrownBy(() -> ModelBundle.load(file)).hasMessageContaining("is a file");
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
