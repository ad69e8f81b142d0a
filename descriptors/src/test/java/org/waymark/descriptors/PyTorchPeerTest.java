package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.core.image.ImageData;
import org.waymark.core.npy.NpyArray;
import org.waymark.core.testing.Python;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.Pooling;
import org.waymark.descriptors.weights.SafetensorsReader;
import org.waymark.descriptors.weights.Weights;

/**
 * The same weights give the descriptors that PyTorch's own networks give, pictures read and resized
 * by Pillow. {@code src/test/python/checkpoints.py} does it for every network and full size; here
 * each kind is met once.
 */
@Tag("peer")
class PyTorchPeerTest {

  private static final InputSpec INPUT = InputSpec.imageNet(64, 96);
  private static final List<String> PICTURES = List.of("420.jpg", "444.jpg", "rgb.png");

  @TempDir private static Path folder;

  @BeforeAll
  static void runPython() throws Exception {
    Python python = Python.with("torchvision");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    for (String name : PICTURES) {
      Files.copy(Path.of("src/test/resources/pictures", name), pictures.resolve(name));
    }
    python.run(
        folder,
        """
        import runpy, sys
        sys.argv = sys.argv[1:]
        runpy.run_path(sys.argv[0], run_name='__main__')
        """,
        Path.of("src/test/python/checkpoints.py").toAbsolutePath().toString(),
        folder.resolve("out").toString(),
        pictures.toString(),
        "--size",
        "64x96",
        "--safetensors",
        "resnet18:GeM",
        "resnet18_conv4:GeM",
        "vgg16:GeM",
        "resnext101_32x8d:max",
        "densenet121:avg",
        "densenet161:GeM",
        "mobilenet_v2:NetVLAD");
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, GeM",
    "resnet18_conv4, GeM",
    "vgg16, GeM",
    "resnext101_32x8d, max",
    "densenet121, avg",
    "densenet161, GeM",
    "mobilenet_v2, NetVLAD"
  })
  void shouldDescribeAsPyTorchDoes(String backbone, String pool) throws Exception {
    Path file = folder.resolve("out").resolve(backbone + "-" + pool + ".safetensors");
    Weights weights = SafetensorsReader.read(file);
    Network network = new Network(Backbone.named(backbone), Pooling.named(pool).fittedTo(weights));
    ModelBundle model =
        ModelBundle.of(
            network, INPUT, network.complete(weights, file.toString()), Provenance.of("a peer"));
    NpyArray expected = NpyArray.read(file.resolveSibling(backbone + "-" + pool + ".npy"));
    assertThat(expected.rows()).isEqualTo(PICTURES.size());

    try (DescriptorExtractor extractor = DescriptorExtractor.open(model, ExtractorOptions.cpu(1))) {
      for (int row = 0; row < PICTURES.size(); row++) {
        String name = PICTURES.get(row);
        float[] theirs = expected.floatRow(row);
        byte[] bytes = Files.readAllBytes(folder.resolve("pictures").resolve(name));
        String encoding = name.endsWith("png") ? "png" : "jpeg";
        double product = 0;
        float[] ours = extractor.describe(ImageData.compressed(encoding, bytes));
        assertThat(ours).as(name).containsExactly(theirs, within(1e-5f));
        for (int i = 0; i < ours.length; i++) {
          product += (double) ours[i] * theirs[i];
        }
        assertThat(product).as("cosine for %s", name).isGreaterThanOrEqualTo(0.999999);
      }
    }
  }
}
