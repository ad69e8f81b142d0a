package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.PerturbedWeights;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

class ModelBundleTest {

  private static final InputSpec INPUT = InputSpec.imageNet(96, 128);
  private static final Network NETWORK = new Network(Backbone.RESNET18, new Pooling.Gem());
  private static final Weights WEIGHTS = PerturbedWeights.of(NETWORK, 1);

  @TempDir Path folder;
  private Path model;
  private ModelBundle saved;

  @BeforeEach
  void save() {
    model = folder.resolve("model");
    Provenance provenance =
        new Provenance("a test", new LinkedHashMap<>(Map.of("epochs", 3, "loss", "gcl")));
    saved = ModelBundle.of(NETWORK, INPUT, WEIGHTS, provenance);
    saved.save(model);
  }

  @Test
  void shouldComeBackAsItWas() {
    ModelBundle loaded = ModelBundle.load(model);

    assertThat(loaded.spec()).isEqualTo(saved.spec());
    assertThat(loaded.id()).isEqualTo(saved.id());
    WEIGHTS
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(loaded.weights().get(name).values())
                    .as(name)
                    .isEqualTo(tensor.values()));
  }

  @Test
  void shouldKeepItsIdWhenSavedAgainUnderAnotherStory() throws IOException {
    Path copy = folder.resolve("copy");
    ModelBundle.load(model).save(copy);
    edit(copy, "a test", "another story");

    assertThat(ModelBundle.load(copy).id()).isEqualTo(saved.id());
    assertThat(ModelBundle.load(copy).spec().provenance().text()).isEqualTo("another story");
  }

  @Test
  void shouldChangeItsIdWithAnythingThatChangesDescriptors() {
    LinkedHashMap<String, Tensor> other = new LinkedHashMap<>(WEIGHTS.tensors());
    other.put(Pooling.Gem.POWER, Tensor.filled(WEIGHTS.get(Pooling.Gem.POWER).shape(), 3f));

    assertThat(ModelBundle.of(NETWORK, INPUT, new Weights(other), Provenance.of("")).id())
        .isNotEqualTo(saved.id());
    assertThat(
            ModelBundle.of(NETWORK, InputSpec.imageNet(96, 160), WEIGHTS, Provenance.of("")).id())
        .isNotEqualTo(saved.id());
    assertThat(ModelBundle.untrained(1).id()).isNotEqualTo(ModelBundle.untrained(0).id());
  }

  /** Maps name this id: a change refuses every map that was built with the default model. */
  @Test
  void shouldKeepTheIdOfTheUntrainedModelForEver() {
    assertThat(ModelBundle.untrained(0, INPUT).id())
        .isEqualTo("5a85715a01188571af8c9a5d48ebde8f602a56d35bd8b54499f400e455184e33");
  }

  @Test
  void shouldSayThatItIsUntrained() {
    ModelBundle untrained = ModelBundle.untrained(7);

    assertThat(untrained.name()).isEqualTo("untrained ResNet-18 (random weights, seed 7)");
    assertThat(untrained.describe()).contains(untrained.name());
    assertThat(saved.name()).doesNotContain("untrained").contains("ResNet-18");
  }

  @Test
  void shouldSaveTheUntrainedModelAsItsSeed() throws IOException {
    Path seeded = folder.resolve("seeded");
    ModelBundle.untrained(7).save(seeded);

    try (var files = Files.list(seeded)) {
      assertThat(files).containsExactly(seeded.resolve("model.json"));
    }
    assertThat(ModelBundle.load(seeded).id()).isEqualTo(ModelBundle.untrained(7).id());
    assertThat(ModelBundle.load(seeded).name()).contains("untrained");
  }

  @Test
  void shouldNoticeAFlippedBit() throws IOException {
    Path weights = model.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);

    assertRefused("weights.safetensors", "SHA-256", "copy the directory again");
  }

  @Test
  void shouldNoticeMissingFiles() throws IOException {
    Files.delete(model.resolve("weights.safetensors"));
    assertRefused("lacks its weights", "weights.safetensors");
    Files.delete(model.resolve("model.json"));
    assertRefused("no model.json", "--model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"resnet18\" | \"resnet19\" | unknown architecture 'resnet19'",
        "\"resnet18\" | \"resnet50\" | resnet50 gives 2048",
        "\"resnet18\" | 18 | architecture",
        "\"resnet18\" | null | 'architecture' is missing",
        "\"gem\" | \"mean\" | unknown pooling 'mean'",
        "\"height\" : 96 | \"height\" : \"96\" | input.height",
        "\"height\" : 96 | \"height\" : 96.5 | input.height",
        "\"height\" : 96 | \"height\" : 9 | outside 32 to 4096",
        "\"height\" : 96 | \"hieght\" : 96 | input.height",
        "\"height\" : 96 | \"width\" : 96 | Duplicate",
        "\"format\" : 1 | \"format\" : 2 | format 2 is not known",
        "0.485, 0.456 | 0.485 | three numbers",
        "pillow-bilinear | nearest | unknown resize rule",
        "weights.safetensors | ../weights.safetensors | no plain file name",
        "\"sha256\" | \"sha1\" | 'file' and 'sha256'",
        "\"height\" : 96 | \"height\" : 96, \"dpi\" : 1 | input.dpi",
        "{ | [ | model.json"
      })
  void shouldNameWhatIsWrongInItsDescription(String from, String to, String why)
      throws IOException {
    edit(model, from, to);

    assertRefused("model.json", why);
  }

  @Test
  void shouldRefuseWeightsOfAnotherPooling() throws IOException {
    edit(model, "\"gem\"", "\"max\"");

    assertRefused("weights.safetensors", "not part of this network: pool.p");
  }

  @Test
  void shouldRefuseWeightsOfAnotherNetwork() {
    assertThatThrownBy(
            () ->
                ModelBundle.of(
                    new Network(Backbone.RESNET34, new Pooling.Gem()),
                    INPUT,
                    WEIGHTS,
                    Provenance.of("")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("missing: backbone.4.2.conv1.weight");
  }

  private static void edit(Path directory, String from, String to) throws IOException {
    Path file = directory.resolve("model.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> ModelBundle.load(model))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(model.toString())
        .hasMessageContainingAll(parts);
  }

  @Test
  void shouldCarryATrainedModelThatCanBeCopied(@TempDir Path folder) {
    ModelBundle standard = ModelBundle.standard();
    assertThat(standard.spec().network().backbone()).isEqualTo(Backbone.RESNET18_CONV4);
    assertThat(standard.spec().descriptorSize()).isEqualTo(128);
    assertThat(standard.spec().provenance().training()).containsKeys("loss", "passes", "seed");

    standard.save(folder);
    assertThat(ModelBundle.load(folder).id()).isEqualTo(standard.id());
  }
}
