package org.waymark.descriptors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
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
    "mono8, 1, 10 10 10",
    "mono16, 2, 20 20 20"
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
    assertRejected(new ImageData("yuv422", 2, 2, 4, new byte[8]), "'yuv422' is not handled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "420.jpg",
        "444.jpg",
        "progressive.jpg",
        "grey.jpg",
        "ycck-0.jpg",
        "rgb.png",
        "png-2-16-adam7-0.png"
      })
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
  void shouldRejectWhatIsNoPicture() {
    assertRejected(ImageData.compressed("jpeg", new byte[0]), "empty");
    assertRejected(
        ImageData.compressed("jpeg", "GIF89a".getBytes(StandardCharsets.US_ASCII)), "neither");
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
  void shouldRejectArithmeticCodingWithTheWayOut() throws Exception {
    assertRejected(
        ImageData.compressed("jpeg", Pictures.read("arithmetic-420-0.jpg")), "jpegtran -optimize");
  }

  @Test
  void shouldTakeMotionJpegWithoutItsTables() throws Exception {
    byte[] whole = Pictures.read("422.jpg");
    byte[] bare = without(whole, 0xC4);

    assertThat(bare.length).isLessThan(whole.length);
    assertThat(ImageDecoder.decode(ImageData.compressed("jpeg", bare)).rgb())
        .isEqualTo(ImageDecoder.decode(ImageData.compressed("jpeg", whole)).rgb());
  }

  @Test
  void shouldRejectAJpegOfManyScans() throws Exception {
    byte[] whole = Pictures.read("progressive.jpg");
    int scan = find(whole, 0xDA, 2);
    int next = find(whole, 0xDA, scan + 2);
    ByteBuffer many = ByteBuffer.allocate(whole.length + 200 * (next - scan));
    many.put(whole, 0, scan);
    for (int i = 0; i < 200; i++) {
      many.put(whole, scan, next - scan);
    }
    many.put(whole, scan, whole.length - scan);

    assertRejected(ImageData.compressed("jpeg", many.array()), "scans; up to 100");
  }

  @Test
  void shouldRejectASmallJpegThatClaimsToBeLarge() throws Exception {
    byte[] bomb = Pictures.read("420.jpg");
    int frame = find(bomb, 0xC0, 2);
    ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 5000).putShort(frame + 7, (short) 6000);

    assertRejected(ImageData.compressed("jpeg", bomb), "for 6000 x 5000 pixels");
  }

  @Test
  void shouldRejectASmallPngThatClaimsToBeLarge() throws Exception {
    byte[] bomb = Pictures.read("rgb.png");
    ByteBuffer.wrap(bomb).putInt(16, 6000).putInt(20, 5000);
    CRC32 crc = new CRC32();
    crc.update(bomb, 12, 17);
    ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());

    assertRejected(ImageData.compressed("png", bomb), "for 6000 x 5000 pixels");
  }

  /** A text of 200 MB behind 200 kB, as a decompression bomb has it, is not even looked at. */
  @Test
  void shouldPassByCompressedTextAndProfiles() throws Exception {
    byte[] whole = Pictures.read("rgb.png");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes("note\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      for (int i = 0; i < 200; i++) {
        deflater.write(new byte[1 << 20]);
      }
    }
    byte[] bomb = whole;
    for (String name : List.of("zTXt", "iCCP", "iTXt")) {
      bomb = withChunk(bomb, name, packed.toByteArray());
    }

    assertThat(ImageDecoder.decode(ImageData.compressed("png", bomb)).rgb())
        .isEqualTo(ImageDecoder.decode(ImageData.compressed("png", whole)).rgb());
  }

  private static byte[] withChunk(byte[] png, String name, byte[] content) {
    byte[] typed = new byte[4 + content.length];
    System.arraycopy(name.getBytes(StandardCharsets.ISO_8859_1), 0, typed, 0, 4);
    System.arraycopy(content, 0, typed, 4, content.length);
    CRC32 crc = new CRC32();
    crc.update(typed);
    return ByteBuffer.allocate(png.length + typed.length + 8)
        .put(png, 0, 33)
        .putInt(content.length)
        .put(typed)
        .putInt((int) crc.getValue())
        .put(png, 33, png.length - 33)
        .array();
  }

  private static int find(byte[] jpeg, int marker, int from) {
    int position = from;
    while ((jpeg[position] & 0xFF) != 0xFF || (jpeg[position + 1] & 0xFF) != marker) {
      position++;
    }
    return position;
  }

  private static byte[] without(byte[] jpeg, int marker) {
    ByteBuffer kept = ByteBuffer.allocate(jpeg.length).put(jpeg, 0, 2);
    int position = 2;
    while ((jpeg[position + 1] & 0xFF) != 0xDA) {
      int length = 2 + ByteBuffer.wrap(jpeg).getShort(position + 2);
      if ((jpeg[position + 1] & 0xFF) != marker) {
        kept.put(jpeg, position, length);
      }
      position += length;
    }
    kept.put(jpeg, position, jpeg.length - position);
    return Arrays.copyOf(kept.array(), kept.position());
  }

  private static void assertRejected(ImageData image, String reason) {
    assertThatThrownBy(() -> ImageDecoder.decode(image))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining(reason);
  }
}
