package org.waymark.descriptors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessorTest {

  private final Preprocessor preprocessor =
      new Preprocessor(1, 2, List.of(0.5, 0.25, 0.0), List.of(0.5, 0.25, 2.0));
  private final RgbImage image =
      new RgbImage(2, 1, new byte[] {(byte) 255, 0, (byte) 255, 0, (byte) 255, 51});

  @Test
  void shouldNormaliseEachChannel() {
    assertThat(preprocessor.channelsFirst(image)).containsExactly(1f, -1f, -1f, 3f, 0.5f, 0.1f);
  }

  @Test
  void shouldWriteTheSameNumbersChannelsLast() {
    FloatBuffer target = FloatBuffer.allocate(preprocessor.size());

    preprocessor.writeChannelsLast(image, target);

    assertThat(target.array()).containsExactly(1f, -1f, 0.5f, -1f, 3f, 0.1f);
  }

  @Test
  void shouldRefuseAPictureOfAnotherSize() {
    assertThatThrownBy(() -> preprocessor.channelsFirst(new RgbImage(1, 2, new byte[6])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1x2");
  }
}
