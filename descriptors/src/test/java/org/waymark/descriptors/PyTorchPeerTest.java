package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.weights.SafetensorsReader;
import org.waymark.descriptors.weights.Weights;

/**
 * The same weights give the descriptors that PyTorch's own networks give, pictures read and resized
 * by Pillow. {@code src/test/python/checkpoints.py} does it for every network and full size.
 */
@Tag("peer")
class PyTorchPeerTest {

  private static final InputSpec INPUT = InputSpec.imageNet(64, 96);
  private static final List<String> PICTURES = List.of("420.jpg", "444.jpg", "rgb.png");

  @TempDir private static Path folder;

  @BeforeAll
  static void runPython() throws Exception {
    Optional<String> python = python();
    assumeTrue(python.isPresent(), "no python3 with torch and torchvision: nothing compared");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    for (String name : PICTURES) {
      Files.copy(Path.of("src/test/resources/pictures", name), pictures.resolve(name));
    }
    List<String> command = new ArrayList<>(List.of(python.get()));
    command.add("src/test/python/checkpoints.py");
    command.addAll(List.of(folder.resolve("out").toString(), pictures.toString()));
    command.addAll(List.of("--size", "64x96", "--safetensors"));
    command.addAll(List.of("resnet18:GeM", "densenet121:avg", "mobilenet_v2:NetVLAD"));
    Path log = folder.resolve("log.txt");
    assertThat(run(log, command)).as(Files.readString(log)).isZero();
  }

  private static Optional<String> python() throws Exception {
    for (String candidate : List.of("python3", "/usr/bin/python3")) {
      try {
        List<String> command = List.of(candidate, "-c", "import torch, torchvision");
        if (run(folder.resolve("probe.txt"), command) == 0) {
          return Optional.of(candidate);
        }
      } catch (IOException e) {
        // there is no such program
      }
    }
    return Optional.empty();
  }

  private static int run(Path log, List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  @ParameterizedTest
  @CsvSource({"resnet18, GeM", "densenet121, avg", "mobilenet_v2, NetVLAD"})
  void shouldDescribeAsPyTorchDoes(String backbone, String pool) throws Exception {
    Path file = folder.resolve("out").resolve(backbone + "-" + pool + ".safetensors");
    Weights weights = SafetensorsReader.read(file);
    Network network = new Network(Backbone.named(backbone), Pooling.named(pool).fittedTo(weights));
    ModelBundle model =
        ModelBundle.of(
            network, INPUT, network.complete(weights, file.toString()), Provenance.of("a peer"));
    FloatBuffer expected = numbers(file.resolveSibling(backbone + "-" + pool + ".npy"));

    try (DescriptorExtractor extractor = DescriptorExtractor.open(model, ExtractorOptions.cpu(1))) {
      for (String name : PICTURES) {
        byte[] bytes = Files.readAllBytes(folder.resolve("pictures").resolve(name));
        String encoding = name.endsWith("png") ? "png" : "jpeg";
        double product = 0;
        for (float value : extractor.describe(ImageData.compressed(encoding, bytes))) {
          float other = expected.get();
          assertThat(Math.abs(value - other)).as(name).isLessThanOrEqualTo(1e-5f);
          product += (double) value * other;
        }
        assertThat(product).as("cosine for %s", name).isGreaterThanOrEqualTo(0.999999);
      }
    }
    assertThat(expected.hasRemaining()).isFalse();
  }

  /** What follows the header of a .npy file of version 1, whose length stands at byte 8. */
  private static FloatBuffer numbers(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    return bytes
        .position(10 + bytes.getShort(8))
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
  }
}
