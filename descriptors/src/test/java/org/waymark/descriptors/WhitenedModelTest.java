package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.whitening.Whitening;

class WhitenedModelTest {

  private static final int SIZE = 7;
  private static final ModelBundle PLAIN = ModelBundle.untrained(3, InputSpec.imageNet(64, 96));
  private static final Whitening WHITENING = whitening();

  @TempDir Path folder;

  @Test
  void shouldComeBackAsItWasAndGiveWhitenedDescriptors() throws Exception {
    ModelBundle whitened = PLAIN.whitened(WHITENING, WhiteningSpec.MAP);
    whitened.save(folder.resolve("white"));

    ModelBundle loaded = ModelBundle.load(folder.resolve("white"));

    assertThat(loaded.spec()).isEqualTo(whitened.spec());
    assertThat(loaded.id()).isEqualTo(whitened.id()).isNotEqualTo(PLAIN.id());
    assertThat(loaded.spec().descriptorSize()).isEqualTo(SIZE);
    assertThat(loaded.name()).startsWith("ResNet-18 GeM PCA-7");
    float[] plain = describe(PLAIN);
    float[] white = describe(loaded);
    double[] expected = new double[SIZE];
    double square = 0;
    for (int k = 0; k < SIZE; k++) {
      expected[k] = WHITENING.bias().values()[k];
      for (int j = 0; j < plain.length; j++) {
        expected[k] += (double) WHITENING.weight().values()[k * plain.length + j] * plain[j];
      }
      square += expected[k] * expected[k];
    }
    assertThat(white).hasSize(SIZE);
    for (int k = 0; k < SIZE; k++) {
      assertThat((double) white[k]).isCloseTo(expected[k] / Math.sqrt(square), within(1e-5));
    }
  }

  @Test
  void shouldKeepItsIdUnderAnotherStoryOfTheFit() {
    assertThat(PLAIN.whitened(WHITENING, "training").id())
        .isEqualTo(PLAIN.whitened(WHITENING, "map").id());
  }

  @Test
  void shouldRefuseWhatDoesNotFit() throws Exception {
    ModelBundle whitened = PLAIN.whitened(WHITENING, "map");
    assertThatThrownBy(() -> whitened.whitened(WHITENING, "map"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("whitened already");
    Whitening narrow = new Whitening(Tensor.filled(List.of(2, 3), 1), Tensor.filled(List.of(2), 0));
    assertThatThrownBy(() -> PLAIN.whitened(narrow, "map"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("for descriptors of 3 numbers");
    whitened.save(folder);
    Path json = folder.resolve("model.json");
    String text = Files.readString(json);
    for (String[] edit :
        new String[][] {
          {"\"descriptorSize\" : 7", "\"descriptorSize\" : 8", "instead of [8, 512]"},
          {"\"descriptorSize\" : 7", "\"descriptorSize\" : 513", "at most 512"},
          {"\"descriptorSize\" : 7", "\"descriptorSize\" : 0", "at most 512"},
          {"\"inputSize\" : 512", "\"inputSize\" : 511", "512"}
        }) {
      assertThat(text).contains(edit[0]);
      Files.writeString(json, text.replace(edit[0], edit[1]));
      assertThatThrownBy(() -> ModelBundle.load(folder))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining(edit[2]);
    }
  }

  private static float[] describe(ModelBundle model) throws Exception {
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(model, new ExtractorOptions(1, "cpu"))) {
      return extractor.describe(TestPictures.blocks(5, 96, 64));
    }
  }

  private static Whitening whitening() {
    Random random = new Random(1);
    float[] weight = new float[SIZE * 512];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    return new Whitening(
        new Tensor(List.of(SIZE, 512), weight),
        new Tensor(List.of(SIZE), new float[] {1, 2, 3, -1, -2, -3, 0}));
  }
}
