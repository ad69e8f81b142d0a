package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.network.Precision;

/** The programs were made by {@code src/test/python/scripts.py}. */
class ScriptBundleTest {

  private static final InputSpec INPUT = InputSpec.imageNet(32, 48);
  private static final Provenance STORY = Provenance.of("a test");

  @TempDir Path folder;

  @Test
  void shouldDescribePicturesWithAProgramThatIsLoadedFromItsBundle() throws Exception {
    ModelBundle model = ModelBundle.torchScript(program("Colour"), INPUT, false, STORY);
    model.save(folder.resolve("model"));

    ModelBundle loaded = ModelBundle.load(folder.resolve("model"));

    assertThat(loaded.id()).isEqualTo(model.id());
    assertThat(loaded.name()).startsWith("TorchScript ");
    assertThat(loaded.spec().descriptorSize()).isEqualTo(4);
    // Red alone: (1 - mean) / std of red, -mean / std of green and blue, and the program's own 1.
    assertThat(describeRed(loaded))
        .containsExactly(new float[] {2.2489f, -2.0357f, -1.8044f, 1f}, within(1e-3f));
  }

  @Test
  void shouldNormaliseWhenAskedTo() throws Exception {
    ModelBundle model = ModelBundle.torchScript(program("Colour"), INPUT, true, STORY);

    float[] descriptor = describeRed(model);

    double squares = 0;
    for (float value : descriptor) {
      squares += value * value;
    }
    assertThat(squares).isCloseTo(1, within(1e-6));
    assertThat(model.id())
        .isNotEqualTo(ModelBundle.torchScript(program("Colour"), INPUT, false, STORY).id());
  }

  @Test
  void shouldRunAProgramThatTakesTheUsualOrderOnly() throws Exception {
    ModelBundle model = ModelBundle.torchScript(program("Views"), INPUT, false, STORY);

    assertThat(describeRed(model))
        .containsExactly(new float[] {2.2489f, -2.0357f, -1.8044f}, within(1e-3f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pair | gives (Tensor, Tensor) instead of one array",
        "FeatureMap | one vector a picture",
        "Grey | one channel expected",
        "Halves | float16",
        "Nothing | vectors of 0 numbers"
      })
  void shouldRefuseWhatGivesNoDescriptors(String name, String why) throws IOException {
    Path program = program(name);

    assertThatThrownBy(() -> ModelBundle.torchScript(program, INPUT, false, STORY))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll(program.toString(), why);
  }

  @Test
  void shouldRefuseNumbersThatAreNotFinite() throws IOException {
    ModelBundle model = ModelBundle.torchScript(program("NotANumber"), INPUT, false, STORY);

    assertThatThrownBy(() -> DescriptorExtractor.open(model, ExtractorOptions.cpu(1)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void shouldRefuseZerosWhereLengthOneIsMeant() throws IOException {
    ModelBundle model = ModelBundle.torchScript(program("Zeros"), INPUT, true, STORY);

    assertThatThrownBy(() -> DescriptorExtractor.open(model, ExtractorOptions.cpu(1)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll("length 0", "noise");
  }

  @Test
  void shouldRefuseJunkAndWhatIsNotThere() throws IOException {
    Path junk = Files.writeString(folder.resolve("junk.pt"), "no archive");

    assertThatThrownBy(() -> ModelBundle.torchScript(junk, INPUT, false, STORY))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll(junk.toString(), "torch.jit.save");
    assertThatThrownBy(
            () -> ModelBundle.torchScript(folder.resolve("none.pt"), INPUT, false, STORY))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("none.pt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"descriptorSize\" : 4 | \"descriptorSize\" : 5 | gives 4 numbers instead of 5",
        "\"descriptorSize\" : 4 | \"descriptorSize\" : 0 | descriptorSize 0",
        "\"torchscript\" | \"torchscript\", \"pooling\" : \"gem\" | 'pooling'",
        "\"normalize\" : false | \"normalize\" : \"no\" | normalize",
        ", \"normalize\" : false || 'normalize' is missing"
      })
  void shouldNameWhatIsWrongInItsDescription(String from, String to, String why)
      throws IOException {
    Path directory = folder.resolve("model");
    ModelBundle.torchScript(program("Colour"), INPUT, false, STORY).save(directory);
    Path json = directory.resolve("model.json");
    String text = Files.readString(json).replaceAll("\\s*\n\\s*", " ").replace(" ,", ",");
    assertThat(text).contains(from);
    Files.writeString(json, text.replace(from, to == null ? "" : to));

    assertThatThrownBy(
            () -> DescriptorExtractor.open(ModelBundle.load(directory), ExtractorOptions.cpu(1)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldSayWhatATorchScriptCannot() throws IOException {
    ModelBundle model = ModelBundle.torchScript(program("Colour"), INPUT, false, STORY);

    assertThatThrownBy(model::weights)
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("TorchScript");
    assertThatThrownBy(() -> model.spec().network())
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("cannot be trained");
    assertThatThrownBy(
            () ->
                DescriptorExtractor.open(model, new ExtractorOptions(1, "cpu", Precision.BFLOAT16)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("bfloat16");
  }

  @Test
  void shouldKeepHalfPrecisionOffTheCpu() {
    assertThatThrownBy(
            () ->
                DescriptorExtractor.open(
                    ModelBundle.untrained(0, INPUT),
                    new ExtractorOptions(1, "cpu", Precision.FLOAT16)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("float16 is for GPUs");
  }

  private static float[] describeRed(ModelBundle model) throws Exception {
    byte[] red = new byte[48 * 32 * 3];
    for (int i = 0; i < red.length; i += 3) {
      red[i] = (byte) 255;
    }
    try (DescriptorExtractor extractor = DescriptorExtractor.open(model, ExtractorOptions.cpu(1))) {
      return extractor.describe(new ImageData("rgb8", 48, 32, 48 * 3, red));
    }
  }

  private Path program(String name) throws IOException {
    Path file = folder.resolve(name + ".pt");
    try (InputStream in =
        Objects.requireNonNull(
            ScriptBundleTest.class.getResourceAsStream("/scripts/" + name + ".pt"))) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }
}
