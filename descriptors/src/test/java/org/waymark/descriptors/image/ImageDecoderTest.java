package org.waymark.descriptors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.image.ImageData;

class ImageDecoderTest {

  @ParameterizedTest
  @CsvSource({
    "rgb8, 3, 10 20 30",
    "bgr8, 3, 30 20 10",
    "rgba8, 4, 10 20 30",
    "bgra8, 4, 30 20 10",
    "mono8, 1, 10 10 10"
  })
  void shouldReadRawPicturesRowByRow(String encoding, int channels, String expected)
      throws Exception {
    int step = 2 * channels + 3;
    byte[] bytes = new byte[2 * step];
    Arrays.fill(bytes, (byte) 99);
    byte[] lastPixel = Arrays.copyOf(new byte[] {10, 20, 30, 40}, channels);
    System.arraycopy(lastPixel, 0, bytes, step + channels, channels);

    RgbImage image = ImageDecoder.decode(new ImageData(encoding, 2, 2, step, bytes));

    assertThat(image.width()).isEqualTo(2);
    assertThat(image.height()).isEqualTo(2);
    String[] rgb = expected.split(" ", -1);
    assertThat(Arrays.copyOfRange(image.rgb(), 9, 12))
        .containsExactly(
            Integer.parseInt(rgb[0]), Integer.parseInt(rgb[1]), Integer.parseInt(rgb[2]));
    assertThat(image.rgb()[0]).isEqualTo((byte) 99);
  }

  @Test
  void shouldRejectRawPicturesOfAnotherSize() {
    assertRejected(new ImageData("rgb8", 4, 2, 12, new byte[23]), "23 bytes instead of 24");
    assertRejected(new ImageData("rgb8", 4, 2, 12, new byte[25]), "25 bytes instead of 24");
    assertRejected(new ImageData("rgb8", 4, 2, 11, new byte[22]), "step of 11 bytes is too short");
    assertRejected(new ImageData("rgb8", 0, 2, 0, new byte[0]), "0 x 2");
    assertRejected(new ImageData("mono8", 1, -1, 1, new byte[0]), "1 x -1");
    assertRejected(new ImageData("rgb8", 1 << 30, 1 << 30, 3 << 29, new byte[8]), "larger");
  }

  @Test
  void shouldRejectEncodingsThatItDoesNotHandle() {
    assertRejected(
        new ImageData("bayer_rggb8", 2, 2, 2, new byte[4]), "'bayer_rggb8' is not handled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"420.jpg", "444.jpg", "progressive.jpg", "grey.jpg", "rgb.png"})
  void shouldRejectTruncatedPicturesWhereverTheyEnd(String name) throws Exception {
    byte[] whole = Pictures.read(name);
    for (int length = 0; length < whole.length - 12; length += 1 + whole.length / 60) {
      byte[] cut = Arrays.copyOf(whole, length);

      Throwable thrown =
          catchThrowable(() -> ImageDecoder.decode(ImageData.compressed("jpeg", cut)));

      assertThat(thrown)
          .as("first %d of %d bytes", length, whole.length)
          .isInstanceOf(ImageRejectedException.class);
    }
  }

  @Test
  void shouldSurviveJunk() throws Exception {
    long seed = 42;
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = Pictures.read(round % 2 == 0 ? "420.jpg" : "rgb.png");
      for (int i = 0; i < 5; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }

      Throwable thrown =
          catchThrowable(() -> ImageDecoder.decode(ImageData.compressed("png", bytes)));

      if (thrown != null) {
        assertThat(thrown)
            .as("round %d of seed %d", round, seed)
            .isInstanceOf(ImageRejectedException.class);
        assertThat(((ImageRejectedException) thrown).reason()).isNotBlank();
      }
    }
  }

  @Test
  void shouldRejectWhatIsNoPicture() {
    assertRejected(ImageData.compressed("jpeg", new byte[0]), "empty");
    assertRejected(
        ImageData.compressed("jpeg", "GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
        "neither");
  }

  @Test
  void shouldRejectAHugePngByItsHeader() throws Exception {
    byte[] bomb = Pictures.read("rgb.png");
    ByteBuffer.wrap(bomb).putInt(16, 16_000).putInt(20, 16_000);
    assertRejected(ImageData.compressed("png", bomb), "16000 x 16000 pixels is larger");
    ByteBuffer.wrap(bomb).putInt(16, -1).putInt(20, 16_000);
    assertRejected(ImageData.compressed("png", bomb), "-1 x 16000");
  }

  @Test
  void shouldRejectAHugeJpegByItsHeader() throws Exception {
    byte[] bomb = Pictures.read("420.jpg");
    int frame = 0;
    while ((bomb[frame] & 0xFF) != 0xFF || (bomb[frame + 1] & 0xFF) != 0xC0) {
      frame++;
    }
    ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 65_500).putShort(frame + 7, (short) 65_500);
    assertRejected(ImageData.compressed("jpeg", bomb), "65500 x 65500 pixels is larger");
  }

  @Test
  void shouldKeepToGivenLimits() throws Exception {
    ImageData picture = ImageData.compressed("png", Pictures.read("rgb.png"));

    assertThat(ImageDecoder.decode(picture, new ImageLimits(61, 61 * 47)).width()).isEqualTo(61);
    assertThatThrownBy(() -> ImageDecoder.decode(picture, new ImageLimits(60, 10_000)))
        .isInstanceOf(ImageRejectedException.class);
    assertThatThrownBy(() -> ImageDecoder.decode(picture, new ImageLimits(100, 61 * 47 - 1)))
        .isInstanceOf(ImageRejectedException.class);
  }

  @Test
  void shouldRejectCmyk() throws Exception {
    assertRejected(ImageData.compressed("jpeg", Pictures.read("cmyk.jpg")), "CMYK");
  }

  private static void assertRejected(ImageData image, String reason) {
    assertThatThrownBy(() -> ImageDecoder.decode(image))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining(reason);
  }
}
