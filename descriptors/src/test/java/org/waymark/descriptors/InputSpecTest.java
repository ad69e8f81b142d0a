package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.descriptors.image.ResizeRule;

class InputSpecTest {

  private static final InputSpec EXACT = InputSpec.imageNet(64, 96);
  private static final InputSpec CROPPED =
      new InputSpec(64, 96, EXACT.mean(), EXACT.std(), new ResizeRule.CentreCrop(100).name());

  @Test
  void shouldNameItsResizeRule() {
    assertThat(EXACT.resizeRule()).isEqualTo(new ResizeRule.Exact());
    assertThat(CROPPED.resize()).isEqualTo("pillow-bilinear-shorter-side-100-centre-crop");
    assertThat(CROPPED.resizeRule()).isEqualTo(new ResizeRule.CentreCrop(100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pillow-bicubic",
        "pillow-bilinear-shorter-side-0-centre-crop",
        "pillow-bilinear-shorter-side-10000-centre-crop",
        "pillow-bilinear-shorter-side--centre-crop"
      })
  void shouldRefuseUnknownRules(String name) {
    assertThatThrownBy(() -> new InputSpec(64, 96, EXACT.mean(), EXACT.std(), name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'" + name + "'", "shorter-side-N-centre-crop");
  }

  @Test
  void shouldBePartOfAModelsIdentity(@TempDir Path folder) {
    ModelBundle cropped = ModelBundle.untrained(0, CROPPED);
    cropped.save(folder.resolve("model"));

    assertThat(ModelBundle.load(folder.resolve("model")).id()).isEqualTo(cropped.id());
    assertThat(cropped.id()).isNotEqualTo(ModelBundle.untrained(0, EXACT).id());
  }

  /** What the rule leaves out is not looked at: a long strip of pixels is no more work. */
  @Test
  void shouldTakeAPictureOfAnyProportions() throws Exception {
    ExtractorOptions options = ExtractorOptions.cpu(1);
    try (DescriptorExtractor extractor =
        DescriptorExtractor.open(ModelBundle.untrained(0, CROPPED), options)) {
      assertThat(extractor.describe(TestPictures.blocks(1, 9000, 1))).hasSize(512);
      assertThat(extractor.describe(TestPictures.blocks(1, 1, 1))).hasSize(512);
    }
  }
}
