package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.npy.NpyWriter;
import org.waymark.descriptors.InputSpec;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.ModelExport;

/** A checkpoint's way in, through whitening, and out again. */
class ModelCommandTest {

  @TempDir static Path shared;
  @TempDir Path folder;
  private static String checkpoint = "";

  @BeforeAll
  static void writeACheckpoint() {
    Path file = shared.resolve("r18.pth");
    ModelExport.write(
        ModelBundle.untrained(5, InputSpec.imageNet(64, 96)), ModelExport.Form.PTH, file);
    checkpoint = file.toString();
  }

  @Test
  void shouldGoInBeWhitenedAndComeOutAgain() throws IOException {
    Path model = folder.resolve("model");
    JsonNode imported =
        json("model", "import", checkpoint, "--backbone=resnet18", "--input=64x96", "--out", model);
    assertThat(imported.at("/spec/descriptorSize").asInt()).isEqualTo(512);
    assertThat(imported.at("/spec/input/height").asInt()).isEqualTo(64);

    Path white = folder.resolve("white");
    JsonNode whitened =
        json(
            "model",
            "whiten",
            "--model",
            model,
            "--fit",
            descriptors(40, 512),
            "--dims=16",
            "--fitted-on=map",
            "--out",
            white);
    assertThat(whitened.at("/spec/whitening/fittedOn").asText()).isEqualTo("map");
    assertThat(Cli.run("model", "info", white.toString()).out())
        .contains("ResNet-18 GeM PCA-16", "transductive", "imported from r18.pth");

    Path out = folder.resolve("white.pth");
    json("model", "export", white, "--out", out);
    JsonNode again =
        json(
            "model",
            "import",
            out,
            "--backbone=resnet18",
            "--input=64x96",
            "--out",
            folder.resolve("again"));
    assertThat(again.at("/id")).isEqualTo(whitened.at("/id"));
    assertThat(json("model", "info", white).at("/id")).isEqualTo(whitened.at("/id"));
  }

  @Test
  void shouldNameTheNetworkWhereNoneIsAskedFor() {
    assertFails(
        2,
        "the checkpoint fits --backbone resnet18 --pool GeM",
        "model",
        "import",
        checkpoint,
        "--input=64x96",
        "--out",
        folder + "/x");
  }

  @Test
  void shouldSayWhatIsWrong() throws IOException {
    String out = folder.resolve("x").toString();
    assertFails(
        1,
        "fits ResNet-18 GeM: import it with --backbone resnet18 --pool GeM",
        "model",
        "import",
        checkpoint,
        "--backbone=resnet50",
        "--input=64x96",
        "--out",
        out);
    assertFails(
        2,
        "--input is a height and a width",
        "model",
        "import",
        checkpoint,
        "--backbone=resnet18",
        "--input=64",
        "--out",
        out);
    assertFails(
        2,
        "outside 32 to 4096",
        "model",
        "import",
        checkpoint,
        "--backbone=resnet18",
        "--input=9x64",
        "--out",
        out);
    assertFails(
        2,
        "three numbers",
        "model",
        "import",
        checkpoint,
        "--backbone=resnet18",
        "--input=64x64",
        "--mean=1,2",
        "--out",
        out);
    assertFails(
        2,
        "unknown architecture 'resnet19'",
        "model",
        "import",
        checkpoint,
        "--backbone=resnet19",
        "--input=64x96",
        "--out",
        out);
    assertFails(
        1,
        "holds no whitening layer",
        "model",
        "import",
        checkpoint,
        "--backbone=resnet18",
        "--input=64x96",
        "--whitening",
        checkpoint,
        "--out",
        out);
    assertThat(Path.of(out)).doesNotExist();

    Path model = folder.resolve("model");
    json("model", "import", checkpoint, "--backbone=resnet18", "--input=64x96", "--out", model);
    assertFails(
        1,
        "holds a model already",
        "model",
        "import",
        checkpoint,
        "--backbone=resnet18",
        "--input=64x96",
        "--out",
        model.toString());
    assertFails(
        1,
        "for descriptors of 8 numbers",
        "model",
        "whiten",
        "--model",
        model.toString(),
        "--fit",
        descriptors(9, 8).toString(),
        "--dims=4",
        "--fitted-on=training",
        "--out",
        out);
    assertFails(
        1,
        "ask for at most 19",
        "model",
        "whiten",
        "--model",
        model.toString(),
        "--fit",
        descriptors(20, 512).toString(),
        "--dims=32",
        "--fitted-on=training",
        "--out",
        out);
    assertFails(
        2,
        "--dims is at most 512",
        "model",
        "whiten",
        "--model",
        model.toString(),
        "--fit",
        descriptors(9, 8).toString(),
        "--dims=513",
        "--fitted-on=training",
        "--out",
        out);
    assertFails(
        2,
        "--fitted-on is about whitening",
        "model",
        "import",
        checkpoint,
        "--backbone=ResNet18",
        "--input=64x96",
        "--fitted-on=map",
        "--out",
        out);
    assertFails(
        2,
        "--to is pth or safetensors",
        "model",
        "export",
        model.toString(),
        "--to=onnx",
        "--out",
        out);
    assertFails(2, "tells no form", "model", "export", model.toString(), "--out", out);
    assertFails(1, "holds no model", "model", "info", out);
    assertFails(2, "model import, info, whiten or export", "model");
  }

  @Test
  void shouldListTheNetworksInItsHelp() {
    assertThat(Cli.run("model", "import", "--help").out()).contains("densenet161", "vgg16");
  }

  @Test
  void shouldNeverReplaceTheCheckpointThatItImports() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path weights = own.resolve("weights.safetensors");
    ModelExport.write(
        ModelBundle.untrained(5, InputSpec.imageNet(64, 96)),
        ModelExport.Form.SAFETENSORS,
        weights);
    byte[] before = Files.readAllBytes(weights);

    assertFails(
        1,
        "is not empty, it holds weights.safetensors",
        "model",
        "import",
        weights.toString(),
        "--backbone=resnet18",
        "--input=64x96",
        "--out",
        own.toString());

    assertThat(weights).hasBinaryContent(before);
    assertFails(
        1,
        "is a file, and a model is a directory",
        "model",
        "import",
        checkpoint,
        "--backbone=resnet18",
        "--input=64x96",
        "--out",
        weights.toString());
  }

  private static void assertFails(int exitCode, String why, String... args) {
    Cli.Run run = Cli.run(args);
    assertThat(run.err()).contains(why).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private Path descriptors(int rows, int columns) throws IOException {
    Random random = new Random(1);
    Path file = Files.createTempFile(folder, "descriptors", ".npy");
    try (NpyWriter writer = NpyWriter.create(file, rows, columns)) {
      for (int i = 0; i < rows; i++) {
        float[] row = new float[columns];
        double square = 0;
        for (int j = 0; j < columns; j++) {
          row[j] = 1 + random.nextFloat();
          square += row[j] * row[j];
        }
        for (int j = 0; j < columns; j++) {
          row[j] /= (float) Math.sqrt(square);
        }
        writer.write(row);
      }
    }
    return file;
  }

  private static JsonNode json(Object... args) throws IOException {
    String[] line = new String[args.length + 1];
    for (int i = 0; i < args.length; i++) {
      line[i] = args[i].toString();
    }
    line[args.length] = "--json";
    Cli.Run run = Cli.run(line);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
