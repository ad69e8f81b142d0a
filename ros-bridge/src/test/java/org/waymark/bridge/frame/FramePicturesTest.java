package org.waymark.bridge.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.core.image.ImageData;

class FramePicturesTest {

  private static final Header HEADER = new Header(0, 1, "camera");

  @ParameterizedTest
  @CsvSource({
    "rgb8, rgb8, 3",
    "bgr8, bgr8, 3",
    "rgba8, rgba8, 4",
    "bgra8, bgra8, 4",
    "mono8, mono8, 1",
    "mono16, mono16, 2",
    "bayer_rggb8, bayer_rggb8, 1",
    "bayer_bggr16, bayer_bggr16, 2",
    "8UC1, mono8, 1",
    "8UC3, bgr8, 3",
    "8UC4, bgra8, 4"
  })
  void shouldPassOnEveryEncodingOfTheContractWithItsPadding(
      String ros, String contract, int pixelBytes) {
    int step = 4 * pixelBytes + 5;
    byte[] data = new byte[step * 3];
    ImageData picture = FramePictures.of(image(4, 3, ros, step, false, data));
    assertThat(picture.encoding()).isEqualTo(contract);
    assertThat(picture.step()).isEqualTo(step);
    assertThat(picture.bytes()).isSameAs(data);
  }

  @Test
  void shouldSwapTheBytesOfABigEndianMachineAndLeaveThePadding() {
    byte[] data = {1, 2, 3, 4, 9, 5, 6, 7, 8, 9};
    ImageData picture = FramePictures.of(image(2, 2, "mono16", 5, true, data));
    assertThat(picture.bytes()).containsExactly(2, 1, 4, 3, 9, 6, 5, 8, 7, 9);
    assertThat(FramePictures.of(image(2, 1, "mono8", 2, true, new byte[] {1, 2})).bytes())
        .containsExactly(1, 2);
  }

  @Test
  void shouldSayWhichSizesDoNotFit() {
    assertThatThrownBy(() -> FramePictures.of(image(4, 3, "rgb8", 11, false, new byte[33])))
        .isInstanceOf(MalformedPictureException.class)
        .hasMessage("a step of 11 bytes is too short for 4 pixels of rgb8");
    assertThatThrownBy(() -> FramePictures.of(image(4, 3, "rgb8", 12, false, new byte[35])))
        .hasMessage("35 bytes instead of 36 (3 rows of 12)");
    assertThatThrownBy(() -> FramePictures.of(image(-1, 3, "rgb8", 12, false, new byte[36])))
        .hasMessage("a picture of 4294967295 x 3 pixels");
    assertThatThrownBy(() -> FramePictures.of(image(0, 0, "rgb8", 0, false, new byte[0])))
        .hasMessage("a picture of 0 x 0 pixels");
    assertThatThrownBy(() -> FramePictures.of(image(1, 2, "mono8", -1, false, new byte[0])))
        .hasMessageContaining("0 bytes instead of 8589934590");
  }

  @ParameterizedTest
  @ValueSource(strings = {"16UC1", "32FC1"})
  void shouldTellDepthFromPictures(String encoding) {
    assertThatThrownBy(() -> FramePictures.of(image(1, 1, encoding, 4, false, new byte[4])))
        .hasMessageContaining("depth picture");
  }

  @Test
  void shouldNameAnEncodingThatIsNotHandled() {
    assertThatThrownBy(() -> FramePictures.of(image(1, 1, "yuv422\n", 2, false, new byte[2])))
        .hasMessageStartingWith("encoding 'yuv422 ' is not handled; rgb8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg",
        "jpg",
        "png",
        "rgb8; jpeg compressed bgr8",
        "bgr8; jpeg compressed bgr8",
        "mono8; png compressed ",
        "",
        "bayer_rggb8; jpeg compressed bgr8"
      })
  void shouldTrustTheBytesMoreThanTheFormat(String format) throws IOException {
    ImageData jpeg = FramePictures.of(new CompressedImage(HEADER, format, encoded("jpg")));
    assertThat(jpeg.encoding()).isEqualTo("jpeg");
    assertThat(jpeg.width()).isEqualTo(6);
    assertThat(jpeg.height()).isEqualTo(4);
    assertThat(jpeg.step()).isZero();
    assertThat(FramePictures.of(new CompressedImage(HEADER, format, encoded("png"))).encoding())
        .isEqualTo("png");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "16UC1; compressedDepth",
        "16UC1; compressedDepth png",
        "32FC1; compressedDepth rvl",
        "16UC1; png compressed "
      })
  void shouldRefuseDepth(String format) {
    assertThatThrownBy(() -> FramePictures.of(new CompressedImage(HEADER, format, encoded("png"))))
        .isInstanceOf(MalformedPictureException.class)
        .hasMessageContaining("depth picture");
  }

  @Test
  void shouldRefuseWhatIsNoPicture() {
    assertThatThrownBy(() -> FramePictures.of(new CompressedImage(HEADER, "h264", new byte[9])))
        .hasMessage("format 'h264' with 9 bytes that are neither JPEG nor PNG");
    byte[] broken = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0};
    assertThatThrownBy(() -> FramePictures.of(new CompressedImage(HEADER, "jpeg", broken)))
        .hasMessage("a jpeg with a broken header");
  }

  private static Image image(
      int width, int height, String encoding, int step, boolean bigEndian, byte[] data) {
    return new Image(HEADER, height, width, encoding, (byte) (bigEndian ? 1 : 0), step, data);
  }

  private static byte[] encoded(String kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(new BufferedImage(6, 4, BufferedImage.TYPE_3BYTE_BGR), kind, out))
        .isTrue();
    return out.toByteArray();
  }
}
