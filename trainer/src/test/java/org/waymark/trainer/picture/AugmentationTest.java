package org.waymark.trainer.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.image.RgbImage;

class AugmentationTest {

  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  private static RgbImage picture() {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % WIDTH;
      rgb[i] = (byte) (4 * x + 20 * (i % 3));
    }
    return new RgbImage(WIDTH, HEIGHT, rgb);
  }

  private static byte[] augmented(String settings, long seed, boolean mirrored) {
    return new Augmenter(Augmentation.parse(settings))
        .apply(picture(), new Random(seed), mirrored)
        .rgb();
  }

  @Test
  void shouldChangeNothingByDefaultAndNeverFlipUnlessAsked() {
    assertThat(augmented("none", 1, false)).isEqualTo(picture().rgb());
    assertThat(Augmentation.STANDARD.flip()).isFalse();
    assertThat(Augmentation.parse("colour=0.1,flip").flip()).isTrue();
  }

  @Test
  void shouldDependOnTheSeedAlone() {
    assertThat(augmented("standard", 1, false)).isEqualTo(augmented("standard", 1, false));
    assertThat(augmented("standard", 1, false)).isNotEqualTo(augmented("standard", 2, false));
  }

  @Test
  void shouldMirrorExactly() {
    byte[] mirrored = augmented("flip", 1, true);
    byte[] source = picture().rgb();
    for (int x = 0; x < WIDTH; x++) {
      assertThat(mirrored[3 * x]).as("column %d", x).isEqualTo(source[3 * (WIDTH - 1 - x)]);
    }
  }

  @Test
  void shouldKeepTheMeanUnderBlurAndBrightenWithinBounds() {
    assertThat(mean(augmented("blur=2", 3, false)))
        .isBetween(mean(picture().rgb()) - 1, mean(picture().rgb()) + 1);
    for (long seed = 0; seed < 20; seed++) {
      double share = mean(augmented("colour=0.2", seed, false)) / mean(picture().rgb());
      assertThat(share).isBetween(0.79, 1.21);
    }
  }

  private static double mean(byte[] rgb) {
    double sum = 0;
    for (byte level : rgb) {
      sum += level & 0xFF;
    }
    return sum / rgb.length;
  }

  @Test
  void shouldSayWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Augmentation.parse("shear=1"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("shear=1");
    assertThatThrownBy(() -> Augmentation.parse("crop=0.9"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("crop=0.9");
  }
}
