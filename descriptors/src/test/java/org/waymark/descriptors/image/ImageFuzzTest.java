package org.waymark.descriptors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.waymark.core.image.ImageData;
import org.waymark.core.testing.TimedThread;

/**
 * Damaged pictures of every kind, decoded one after another by one thread and its reader, end in a
 * picture or in a reason, within a time limit: never in another failure. {@code
 * -Dwaymark.fuzz.cases=10000} sets how many, {@code -Dwaymark.fuzz.seed} the seed.
 */
class ImageFuzzTest {

  private static final int CASES = Integer.getInteger("waymark.fuzz.cases", 10_000);
  private static final long SEED = Long.getLong("waymark.fuzz.seed", 42);

  /** Far above any picture of these sizes; what is asserted is that decoding ends at all. */
  private static final Duration HANG = Duration.ofMinutes(1);

  private static final int PNG_SIGNATURE_BYTES = 8;

  private static final List<String> FILES =
      List.of(
          "420.jpg",
          "444.jpg",
          "progressive.jpg",
          "grey.jpg",
          "ycck-0.jpg",
          "cmyk-progressive-0.jpg",
          "440-0.jpg",
          "restart-420-0.jpg",
          "restart-progressive-422-0.jpg",
          "rgb.png",
          "palette.png",
          "png-0-2-adam7-0.png",
          "png-6-8-adam7-0.png",
          "png-2-16-adam7-0.png");

  private static final List<String> RAW =
      List.of("rgb8", "bgra8", "mono8", "mono16", "bayer_rggb8", "bayer_grbg16");

  private final Random random = new Random(SEED);

  @Test
  void shouldEndInAPictureOrInAReason() throws Exception {
    List<byte[]> originals = new ArrayList<>();
    for (String file : FILES) {
      originals.add(Pictures.read(file));
    }
    ImageLimits limits = new ImageLimits(4096, 4_000_000);
    int pictures = 0;
    try (TimedThread thread = new TimedThread(HANG)) {
      for (int i = 0; i < CASES; i++) {
        ImageData image =
            i % 8 == 0
                ? raw()
                : ImageData.compressed("jpeg", damaged(originals.get(i % originals.size())));
        try {
          pictures += thread.call(() -> decodes(image, limits)) ? 1 : 0;
        } catch (ExecutionException | AssertionError e) {
          throw new AssertionError(
              "case %d of seed %d, a %s".formatted(i, SEED, image.encoding()), e);
        }
      }
    }
    assertThat(pictures).as("pictures of %d", CASES).isBetween(CASES / 50, CASES - CASES / 5);
  }

  private static boolean decodes(ImageData image, ImageLimits limits) {
    try {
      RgbImage decoded = ImageDecoder.decode(image, limits);
      assertThat((long) decoded.width() * decoded.height()).isLessThanOrEqualTo(limits.maxPixels());
      return true;
    } catch (ImageRejectedException e) {
      assertThat(e.reason()).isNotBlank();
      return false;
    }
  }

  private byte[] damaged(byte[] original) {
    byte[] bytes = original.clone();
    int times = 1 + random.nextInt(6);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(random.nextBoolean() ? Math.min(700, bytes.length) : bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) 0xFF;
        case 3 -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(100), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
        case 4 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(20)), (byte) 0);
        default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
      }
    }
    if (original[0] == (byte) 0x89 && random.nextInt(4) != 0) {
      mendCheckSums(bytes);
    }
    return bytes;
  }

  /** Otherwise nearly all damage to a PNG would end at a check sum. */
  private static void mendCheckSums(byte[] png) {
    ByteBuffer buffer = ByteBuffer.wrap(png);
    int position = PNG_SIGNATURE_BYTES;
    while (position + 12 <= png.length) {
      int length = buffer.getInt(position);
      if (length < 0 || length > png.length - position - 12) {
        return;
      }
      CRC32 crc = new CRC32();
      crc.update(png, position + 4, length + 4);
      buffer.putInt(position + 8 + length, (int) crc.getValue());
      position += length + 12;
    }
  }

  private ImageData raw() {
    String encoding = RAW.get(random.nextInt(RAW.size()));
    int width = random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(-1, 30);
    int height = random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(-1, 30);
    int step = random.nextInt(20) == 0 ? random.nextInt() : Math.max(0, width) * 4;
    long size = (long) step * height;
    boolean fits = size >= 0 && size < 1 << 20 && random.nextInt(4) != 0;
    byte[] bytes = new byte[fits ? (int) size : random.nextInt(5000)];
    random.nextBytes(bytes);
    return new ImageData(encoding, width, height, step, bytes);
  }

  /** The thread's reader is none the worse for a damaged picture. */
  @Test
  void shouldDecodeAlikeAfterDamage() throws IOException, ImageRejectedException {
    ImageData good = ImageData.compressed("jpeg", Pictures.read("420.jpg"));
    byte[] expected = ImageDecoder.decode(good).rgb();
    byte[] whole = Pictures.read("restart-420-0.jpg");
    byte[] damaged = Arrays.copyOf(whole, whole.length - 200);
    System.arraycopy(whole, whole.length - 2, damaged, damaged.length - 2, 2);

    assertThatThrownBy(() -> ImageDecoder.decode(ImageData.compressed("jpeg", damaged)))
        .isInstanceOf(ImageRejectedException.class);

    assertThat(ImageDecoder.decode(good).rgb()).isEqualTo(expected);
  }
}
