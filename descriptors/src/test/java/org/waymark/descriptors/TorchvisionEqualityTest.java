package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.waymark.core.image.ImageData;
import org.waymark.descriptors.network.Backbone;
import org.waymark.descriptors.network.Goldens;
import org.waymark.descriptors.network.Network;
import org.waymark.descriptors.network.PerturbedWeights;
import org.waymark.descriptors.network.Pooling;

/**
 * A picture file gives the descriptor that Pillow and torchvision's own networks give with the same
 * weights; see src/test/python/goldens.py.
 */
class TorchvisionEqualityTest {

  private static final InputSpec INPUT = InputSpec.imageNet(96, 128);

  @Test
  void shouldEqualAnUntrainedResNet18() throws Exception {
    check(ModelBundle.untrained(0, INPUT), "resnet18-untrained");
  }

  @Test
  void shouldEqualAResNet18WhoseNormsAreNotAtRest() throws Exception {
    check(perturbed(Backbone.RESNET18), "resnet18-perturbed");
  }

  @Test
  void shouldEqualAResNet50WhoseNormsAreNotAtRest() throws Exception {
    check(perturbed(Backbone.RESNET50), "resnet50-perturbed");
  }

  private static ModelBundle perturbed(Backbone backbone) {
    Network network = new Network(backbone, new Pooling.Gem());
    return ModelBundle.of(network, INPUT, PerturbedWeights.of(network, 1), Provenance.of(""));
  }

  private static void check(ModelBundle model, String golden) throws Exception {
    float[] expected = Goldens.vector(golden + ".descriptor.txt");
    try (DescriptorExtractor extractor = DescriptorExtractor.open(model, ExtractorOptions.cpu(2))) {
      float[] descriptor = extractor.describe(ImageData.compressed("png", picture()));

      assertThat(descriptor).containsExactly(expected, within(2e-6f));
    }
  }

  private static byte[] picture() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            TorchvisionEqualityTest.class.getResourceAsStream("/pictures/rgb.png"))) {
      return in.readAllBytes();
    }
  }
}
