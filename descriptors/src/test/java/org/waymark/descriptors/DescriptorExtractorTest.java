package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.waymark.core.image.ImageData;

class DescriptorExtractorTest {

  private static final ExtractorOptions OPTIONS = ExtractorOptions.cpu(2);

  private static DescriptorExtractor extractor;

  @BeforeAll
  static void open() {
    extractor = DescriptorExtractor.open(ModelBundle.untrained(0), OPTIONS);
  }

  @AfterAll
  static void close() {
    extractor.close();
  }

  @Test
  void shouldDescribeWithUnitLength() throws Exception {
    float[] descriptor = extractor.describe(TestPictures.blocks(1, 320, 240));

    assertThat(descriptor).hasSize(512);
    double sum = 0;
    for (float value : descriptor) {
      sum += (double) value * value;
    }
    assertThat(sum).isCloseTo(1.0, within(1e-5));
  }

  @Test
  void shouldGiveTheSameBitsWhateverIsInTheBatch() throws Exception {
    List<ImageData> pictures =
        IntStream.range(0, 9).mapToObj(i -> TestPictures.blocks(i, 200 + 10 * i, 150)).toList();
    List<Prepared> prepared = new ArrayList<>();
    for (ImageData picture : pictures) {
      prepared.add(extractor.prepare(picture));
    }
    float[][] together = extractor.forward(prepared);
    float[][] reversed = extractor.forward(prepared.reversed());

    for (int i = 0; i < pictures.size(); i++) {
      float[] alone = extractor.describe(pictures.get(i));
      assertThat(together[i]).isEqualTo(alone);
      assertThat(reversed[pictures.size() - 1 - i]).isEqualTo(alone);
    }
  }

  @Test
  void shouldGiveTheSameBitsFromAnotherExtractor() throws Exception {
    ImageData picture = TestPictures.blocks(7, 640, 480);
    float[] expected = extractor.describe(picture);

    try (DescriptorExtractor other = DescriptorExtractor.open(ModelBundle.untrained(0), OPTIONS)) {
      assertThat(other.describe(picture)).isEqualTo(expected);
    }
  }

  @Test
  void shouldTellPicturesAndSeedsApart() throws Exception {
    float[] one = extractor.describe(TestPictures.blocks(1, 320, 240));

    assertThat(extractor.describe(TestPictures.blocks(2, 320, 240))).isNotEqualTo(one);
    try (DescriptorExtractor other = DescriptorExtractor.open(ModelBundle.untrained(1), OPTIONS)) {
      assertThat(other.describe(TestPictures.blocks(1, 320, 240))).isNotEqualTo(one);
    }
  }

  @Test
  void shouldAnswerForEachPictureInOrder() throws Exception {
    ImageData good = TestPictures.blocks(3, 320, 240);
    ImageData junk = ImageData.compressed("jpeg", new byte[] {1, 2, 3});

    List<Result> results = extractor.describeAll(List.of(junk, good, junk));

    assertThat(results.get(0)).isEqualTo(new Result.Rejected("neither JPEG nor PNG"));
    assertThat(((Result.Described) results.get(1)).descriptor())
        .isEqualTo(extractor.describe(good));
    assertThat(results.get(2)).isInstanceOf(Result.Rejected.class);
  }

  @Test
  void shouldRefuseWorkWhenClosed() {
    DescriptorExtractor closed = DescriptorExtractor.open(ModelBundle.untrained(0), OPTIONS);
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.describe(TestPictures.blocks(3, 320, 240)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
